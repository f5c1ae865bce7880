// Draws the charts of a report: each figure.chart holds one as JSON, see ChartData.java.
(() => {
  const { colour, axis, digits, keepDrawn } = charts;

  const short = (value) => {
    if (value === null || value === undefined) {
      return "";
    }
    const size = Math.abs(value);
    return size === 0 || (size >= 1e-3 && size < 1e5)
      ? String(Number(value.toPrecision(6)))
      : value.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e");
  };

  function inside(plot, paint) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    paint(ctx, bbox, devicePixelRatio);
    ctx.restore();
  }

  // A dashed line with words at one place of the x axis.
  const mark = (marker) => (plot) =>
    inside(plot, (ctx, bbox, unit) => {
      const x = plot.valToPos(marker.x, "x", true);
      const left = x > bbox.left + bbox.width / 2;
      ctx.strokeStyle = ctx.fillStyle = colour("--faint");
      ctx.lineWidth = unit;
      ctx.setLineDash([5 * unit, 4 * unit]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.font = 12 * unit + "px system-ui, sans-serif";
      ctx.textAlign = left ? "right" : "left";
      ctx.textBaseline = "top";
      ctx.fillText(marker.label, x + (left ? -6 : 6) * unit, bbox.top + 4 * unit);
    });

  // Where y is x.
  const diagonal = (plot) =>
    inside(plot, (ctx, bbox, unit) => {
      const { min, max } = plot.scales.x;
      ctx.strokeStyle = colour("--faint");
      ctx.lineWidth = unit;
      ctx.setLineDash([4 * unit, 4 * unit]);
      ctx.beginPath();
      ctx.moveTo(plot.valToPos(min, "x", true), plot.valToPos(min, "y", true));
      ctx.lineTo(plot.valToPos(max, "x", true), plot.valToPos(max, "y", true));
      ctx.stroke();
    });

  // Squares, the darker the more rows lie in them.
  const paintCells = (cells) => (plot) =>
    inside(plot, (ctx) => {
      const most = Math.max(...cells.weight);
      ctx.fillStyle = colour("--plus");
      cells.weight.forEach((weight, i) => {
        const left = plot.valToPos(cells.x[i], "x", true);
        const right = plot.valToPos(cells.x[i] + cells.width, "x", true);
        const bottom = plot.valToPos(cells.y[i], "y", true);
        const top = plot.valToPos(cells.y[i] + cells.width, "y", true);
        ctx.globalAlpha = 0.12 + 0.78 * Math.sqrt(weight / most);
        ctx.fillRect(left, top, right - left, bottom - top);
      });
    });

  // Upper layers first, each filled down to 0, so that lower ones cover them.
  function stacked(series) {
    const sums = [];
    series.forEach((one, i) =>
      sums.push(one.values.map((value, j) => (i === 0 ? value : sums[i - 1][j] + value))));
    return series.map((one, i) => ({ ...one, drawn: sums[i] })).reverse();
  }

  function seriesOf(one, chart) {
    const stroke = colour("--" + one.colour);
    const few = chart.x.length <= 30;
    const style = { label: one.label, value: digits, stroke, width: 2, points: { show: few } };
    if (chart.kind === "bars") {
      return {
        ...style, width: 0, fill: stroke, points: { show: false },
        paths: uPlot.paths.bars({ size: [0.94, 400] }),
      };
    }
    if (chart.kind === "stacked") {
      return {
        ...style, width: 1, fill: stroke, points: { show: false },
        value: (plot, value, s, i) => digits(plot, i == null ? null : one.values[i]),
      };
    }
    return one.hidden ? { ...style, width: 0, points: { show: false } } : style;
  }

  function build(chart, box, logarithmic, width) {
    const series = chart.kind === "stacked"
      ? stacked(chart.series)
      : chart.series.map((one) => ({ ...one, drawn: one.values }));
    const square = chart.square === true;
    const height = square
      ? Math.min(420, Math.round(width * 0.9))
      : Math.max(220, Math.min(340, Math.round(width * 0.5)));
    const y = { distr: logarithmic ? 3 : 1 };
    if (chart.yRange !== undefined) {
      y.range = chart.yRange;
    } else if (chart.kind !== "lines") {
      y.range = (plot, low, high) => [0, high > 0 ? 1.05 * high : 1];
    }
    const scales = { x: { time: false, range: chart.xRange }, y };
    const before = [];
    if (chart.cells !== undefined) {
      before.push(paintCells(chart.cells));
    }
    if (chart.diagonal) {
      before.push(diagonal);
    }
    return new uPlot(
      {
        width,
        height,
        scales,
        axes: [
          { ...axis(), label: chart.xLabel, labelSize: 20, values: (plot, at) => at.map(short) },
          {
            ...axis(), label: chart.yLabel, labelSize: 20, size: 58,
            values: (plot, at) => at.map(short),
          },
        ],
        series: [
          { label: chart.xLabel, value: digits },
          ...series.map((one) => seriesOf(one, chart)),
        ],
        cursor: { drag: { x: false, y: false } },
        legend: { show: chart.cells === undefined },
        hooks: {
          drawAxes: before,
          draw: chart.marker === undefined ? [] : [mark(chart.marker)],
        },
      },
      [chart.x, ...series.map((one) => one.drawn)],
      box);
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    const chart = JSON.parse(figure.querySelector("script").textContent);
    const box = figure.querySelector(".drawing");
    let logarithmic = false;
    const again = keepDrawn(box, (width) => build(chart, box, logarithmic, width));
    if (chart.logarithmic) {
      const button = document.createElement("button");
      button.type = "button";
      const name = () => (button.textContent = logarithmic ? "linear scale" : "log scale");
      button.addEventListener("click", () => {
        logarithmic = !logarithmic;
        name();
        again();
      });
      name();
      figure.querySelector("figcaption").append(" ", button);
    }
  }
})();
