package org.spindleml.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.spindleml.metrics.CellSums;
import org.spindleml.metrics.PredictedValues;
import org.spindleml.metrics.QuantileMetrics;
import org.spindleml.metrics.ValueMetrics;

/**
 * How close predicted values are, as charts and tables of each target.
 *
 * @param metrics the sums
 * @param names of the targets
 */
record ValueFigures(ValueMetrics metrics, List<String> names) {
  private static final int ERROR_BINS = 40;
  private static final int VALUE_BINS = 50;

  private static final Comparator<List<Double>> BY_CORNER =
      Comparator.comparingDouble((List<Double> corner) -> corner.get(0))
          .thenComparingDouble(corner -> corner.get(1));

  String html() {
    StringBuilder html = new StringBuilder();
    if (metrics.predicted() != null) {
      List<PredictedValues.Picture> pictures = metrics.predicted().pictures();
      for (int j = 0; j < pictures.size(); j++) {
        if (!pictures.get(j).values().cells().isEmpty()) {
          html.append(values(pictures.get(j).values(), behind(j)));
          html.append(errors(pictures.get(j).errors(), behind(j)));
        }
      }
    }
    for (int j = 0; j < metrics.quantiles().size(); j++) {
      html.append(quantiles(metrics.quantiles().get(j), behind(j)));
    }
    return html.toString();
  }

  private String behind(int target) {
    return names.size() > 1 ? ": " + names.get(target) : "";
  }

  private static String values(CellSums sums, String target) {
    List<CellSums.Cell> cells = sums.cells();
    Plot.Span labels = Histogram.usual(cells, sums.width(), CellSums.Cell::x);
    Plot.Span predictions = Histogram.usual(cells, sums.width(), CellSums.Cell::y);
    double low = Math.min(labels.low(), predictions.low());
    double high = Math.max(labels.high(), predictions.high());
    double width = sums.width();
    while (high - low > VALUE_BINS * width) {
      width *= 2;
    }
    return Chart.lines("Predicted over true value" + target, "label", "prediction", low, high)
        .cells(joined(cells, width), width, low, high)
        .diagonal()
        .caption("the darker, the more rows; all would lie on the line")
        .figure();
  }

  /** The cells in squares of another width, a multiple of theirs. */
  private static List<CellSums.Cell> joined(List<CellSums.Cell> cells, double width) {
    Map<List<Double>, Double> weights = new TreeMap<>(BY_CORNER);
    for (CellSums.Cell cell : cells) {
      double x = width * Math.floor(cell.x() / width);
      double y = width * Math.floor(cell.y() / width);
      weights.merge(List.of(x, y), cell.weight(), Double::sum);
    }
    return weights.entrySet().stream()
        .map(sum -> new CellSums.Cell(sum.getKey().get(0), sum.getKey().get(1), sum.getValue()))
        .toList();
  }

  private static String errors(CellSums sums, String target) {
    Histogram errors = Histogram.of(sums, ERROR_BINS);
    return Chart.bars("Errors" + target, "prediction − label", "rows", errors.middles())
        .series("rows", "plus", errors.weights())
        .caption(
            errors.outside() == 0
                ? ""
                : String.format(
                    Locale.ROOT, "%.2f %% of the rows lie outside", 100 * errors.outside()))
        .figure();
  }

  private static String quantiles(QuantileMetrics quantiles, String target) {
    HtmlTable table = new HtmlTable("quantile", "share of labels below", "pinball loss");
    double[] probabilities = quantiles.probabilities();
    for (int k = 0; k < probabilities.length; k++) {
      table.row(String.valueOf(probabilities[k]), quantiles.coverage(k), quantiles.pinball(k));
    }
    return HtmlTable.block("Quantiles" + target, table);
  }
}
