// Loss against learning rate on a logarithmic axis. The element #curve holds the points and marks
// as JSON, #chart takes the drawing; colours are those of the page.
(() => {
  const curve = JSON.parse(document.getElementById("curve").textContent);
  const box = document.getElementById("chart");
  const { colour, digits } = charts;

  // Of a logarithmic axis only the powers of ten.
  const powers = (plot, splits) =>
    splits.map((value) => {
      const power = Math.log10(value);
      return Math.abs(power - Math.round(power)) < 1e-9 ? value : null;
    });

  const short = (value) =>
    value === null ? null
      : value > 5e-3 && value < 5e3 ? String(Number(value.toPrecision(1)))
      : "1e" + Math.round(Math.log10(value));

  // Dots where the smoothed loss is lowest and falls most, and a line at the suggestion.
  function mark(plot) {
    const { ctx, bbox } = plot;
    const unit = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const index of curve.dots) {
      ctx.beginPath();
      ctx.arc(
        plot.valToPos(curve.rates[index], "x", true),
        plot.valToPos(curve.smoothed[index], "y", true),
        4.5 * unit, 0, 2 * Math.PI);
      ctx.fillStyle = colour("--plus");
      ctx.fill();
    }
    if (curve.suggestion !== null) {
      const x = plot.valToPos(curve.suggestion, "x", true);
      ctx.strokeStyle = ctx.fillStyle = colour("--minus");
      ctx.lineWidth = 1.5 * unit;
      ctx.setLineDash([5 * unit, 4 * unit]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const left = x > bbox.left + bbox.width / 2;
      ctx.font = "600 " + 13 * unit + "px system-ui, sans-serif";
      ctx.textAlign = left ? "right" : "left";
      ctx.textBaseline = "top";
      ctx.fillText(curve.label, x + (left ? -7 : 7) * unit, bbox.top + 8 * unit);
    }
    ctx.restore();
  }

  charts.keepDrawn(box, (width) => {
    const axis = charts.axis();
    return new uPlot(
      {
        width,
        height: Math.max(300, Math.min(460, Math.round(width * 0.55))),
        scales: {
          x: { time: false, distr: 3, range: [curve.rates[0], curve.rates[curve.rates.length - 1]] },
          y: { range: curve.range },
        },
        axes: [
          {
            ...axis,
            label: "learning rate",
            filter: powers,
            grid: { ...axis.grid, filter: powers },
            ticks: { ...axis.ticks, filter: powers },
            values: (plot, splits) => splits.map(short),
          },
          { ...axis, label: "loss", size: 58 },
        ],
        series: [
          { label: "learning rate", value: digits },
          {
            label: "loss of the step", value: digits, stroke: colour("--faint"), width: 1,
            points: { show: false },
          },
          {
            label: "smoothed", value: digits, stroke: colour("--plus"), width: 2.5,
            points: { show: false },
          },
        ],
        cursor: { drag: { x: false, y: false } },
        hooks: { draw: [mark] },
      },
      [curve.rates, curve.losses, curve.smoothed],
      box);
  });
})();
