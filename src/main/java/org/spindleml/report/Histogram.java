package org.spindleml.report;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.spindleml.metrics.CellSums;

/**
 * The weights of points on a line in equal bins. The few that lie far out, one in a thousand on
 * either side, are not among them, so that they do not squeeze the others.
 *
 * @param middles of the bins, ascending
 * @param weights one a bin
 * @param outside share of the weight that lies in no bin
 */
record Histogram(double[] middles, double[] weights, double outside) {
  private static final double FAR = 0.001;

  /** Bins of the first coordinate, at most so many. */
  static Histogram of(CellSums sums, int most) {
    List<CellSums.Cell> cells = sums.cells();
    if (cells.isEmpty()) {
      return new Histogram(new double[0], new double[0], 0);
    }
    Plot.Span span = usual(cells, sums.width(), CellSums.Cell::x);
    double width = sums.width();
    while (Math.floor(span.high() / width) - Math.floor(span.low() / width) >= most) {
      width *= 2;
    }
    TreeMap<Double, Double> bins = new TreeMap<>();
    double all = 0;
    double inside = 0;
    for (CellSums.Cell cell : cells) {
      all += cell.weight();
      if (cell.x() >= span.low() && cell.x() < span.high()) {
        inside += cell.weight();
        bins.merge(Math.floor(cell.x() / width), cell.weight(), Double::sum);
      }
    }
    double first = bins.firstKey();
    int count = (int) (bins.lastKey() - first) + 1;
    double[] middles = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      middles[i] = (first + i + 0.5) * width;
      weights[i] = bins.getOrDefault(first + i, 0.0);
    }
    return new Histogram(middles, weights, (all - inside) / all);
  }

  /**
   * Where nearly all points lie.
   *
   * @param cells at least one
   * @param width of a cell
   * @param coordinate which of the two
   */
  static Plot.Span usual(
      List<CellSums.Cell> cells, double width, ToDoubleFunction<CellSums.Cell> coordinate) {
    List<CellSums.Cell> ascending =
        cells.stream().sorted(Comparator.comparingDouble(coordinate)).toList();
    double far = FAR * cells.stream().mapToDouble(CellSums.Cell::weight).sum();
    int from = 0;
    int to = ascending.size() - 1;
    for (double sum = ascending.get(0).weight(); sum <= far && from < to; from++) {
      sum += ascending.get(from + 1).weight();
    }
    for (double sum = ascending.get(to).weight(); sum <= far && to > from; to--) {
      sum += ascending.get(to - 1).weight();
    }
    return new Plot.Span(
        coordinate.applyAsDouble(ascending.get(from)),
        coordinate.applyAsDouble(ascending.get(to)) + width);
  }
}
