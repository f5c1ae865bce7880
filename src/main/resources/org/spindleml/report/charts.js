// What all charts share: the page's colours, axes, numbers, and drawing anew where those change.
const charts = (() => {
  const font = "12px system-ui, sans-serif";

  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const axis = () => ({
    font,
    labelFont: font,
    stroke: colour("--faint"),
    grid: { stroke: colour("--rule"), width: 1 },
    ticks: { stroke: colour("--rule"), width: 1 },
  });

  const digits = (plot, value) =>
    value == null ? "–" : Number.isInteger(value) ? String(value) : value.toPrecision(4);

  // Draws at once, and again for another width, colour scheme or medium. What draw(width) gives is
  // the chart, which is taken away before the next one.
  function keepDrawn(box, draw) {
    let chart = null;
    let width = 0;
    const again = () => {
      width = box.clientWidth;
      if (chart !== null) {
        chart.destroy();
      }
      chart = width > 0 ? draw(width) : null;
    };
    // A frame later: drawing resizes the box itself.
    new ResizeObserver(() =>
      requestAnimationFrame(() => box.clientWidth !== width && again())).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    matchMedia("print").addEventListener("change", again);
    again();
    return again;
  }

  return { font, colour, axis, digits, keepDrawn };
})();
