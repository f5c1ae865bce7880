package org.spindleml.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.spindleml.metrics.CalibrationBin;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.OperatingPoint;

/**
 * How classes are told apart, as tables and charts.
 *
 * @param metrics the sums
 * @param names of the classes; empty where they have numbers only
 */
record ClassFigures(ClassificationMetrics metrics, List<String> names) {
  /** Up to so many classes the whole matrix is shown, of more the worst. */
  private static final int MATRIX_CLASSES = 20;

  private static final int CURVE_POINTS = 300;

  String html() {
    StringBuilder html = new StringBuilder();
    html.append(metrics.classes() <= MATRIX_CLASSES ? matrix() : worst());
    html.append(classes());
    if (metrics.classes() == 2) {
      html.append(curves());
    }
    return html.append(calibration()).toString();
  }

  private String name(int k) {
    return names.isEmpty() ? Integer.toString(k) : names.get(k);
  }

  private String matrix() {
    String[] titles = new String[metrics.classes() + 1];
    Arrays.setAll(titles, i -> i == 0 ? "label ↓ predicted →" : name(i - 1));
    HtmlTable table = new HtmlTable(titles);
    double[][] confusion = metrics.confusion();
    for (int k = 0; k < confusion.length; k++) {
      table.shaded(name(k), confusion[k], Arrays.stream(confusion[k]).sum());
    }
    return HtmlTable.block("Confusion matrix", table);
  }

  private record Mistake(int label, int prediction, double weight) {}

  private String worst() {
    List<Mistake> mistakes = new ArrayList<>();
    double[][] confusion = metrics.confusion();
    for (int label = 0; label < confusion.length; label++) {
      for (int k = 0; k < confusion.length; k++) {
        if (k != label && confusion[label][k] > 0) {
          mistakes.add(new Mistake(label, k, confusion[label][k]));
        }
      }
    }
    HtmlTable table = new HtmlTable("label taken for", "rows");
    mistakes.stream()
        .sorted(Comparator.comparingDouble(Mistake::weight).reversed())
        .limit(MATRIX_CLASSES)
        .forEach(m -> table.row(name(m.label) + " → " + name(m.prediction), m.weight));
    return HtmlTable.block("Most frequent mistakes", table);
  }

  private String classes() {
    HtmlTable table = new HtmlTable("class", "precision", "recall", "F1", "rows");
    double[][] confusion = metrics.confusion();
    IntStream order = Arrays.stream(metrics.occurring());
    if (metrics.classes() > MATRIX_CLASSES) {
      order =
          order
              .boxed()
              .sorted(Comparator.comparingDouble(metrics::f1))
              .limit(MATRIX_CLASSES)
              .mapToInt(k -> k);
    }
    order.forEach(
        k ->
            table.row(
                name(k),
                metrics.precision(k),
                metrics.recall(k),
                metrics.f1(k),
                Arrays.stream(confusion[k]).sum()));
    return HtmlTable.block(
        metrics.classes() > MATRIX_CLASSES ? "Classes told apart worst" : "Classes", table);
  }

  private String curves() {
    List<OperatingPoint> points = thinned(metrics.operatingPoints());
    if (points.isEmpty() || Double.isNaN(metrics.areaUnderRoc())) {
      return "";
    }
    String positive = "positive class: " + name(1);
    Chart roc =
        Chart.lines(
                "ROC curve",
                "false positive rate",
                "true positive rate",
                with(0, points, OperatingPoint::falsePositiveRate))
            .series("true positive rate", "plus", with(0, points, OperatingPoint::recall))
            .square(0, 1)
            .diagonal()
            .caption(positive + "; area " + HtmlTable.number(metrics.areaUnderRoc()));
    Chart pr =
        Chart.lines(
                "Precision over recall",
                "recall",
                "precision",
                with(0, points, OperatingPoint::recall))
            .series(
                "precision",
                "plus",
                with(points.get(0).precision(), points, OperatingPoint::precision))
            .square(0, 1)
            .caption(positive + "; area " + HtmlTable.number(metrics.areaUnderPrecisionRecall()));
    return roc.figure() + pr.figure();
  }

  /** Points about evenly along the ROC curve. */
  private static List<OperatingPoint> thinned(List<OperatingPoint> points) {
    List<OperatingPoint> kept = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      double along = points.get(i).falsePositiveRate() + points.get(i).recall();
      if (i == points.size() - 1 || along - last >= 2.0 / CURVE_POINTS) {
        kept.add(points.get(i));
        last = along;
      }
    }
    return kept;
  }

  private static double[] with(
      double first, List<OperatingPoint> points, ToDoubleFunction<OperatingPoint> value) {
    double[] values = new double[points.size() + 1];
    Arrays.setAll(values, i -> i == 0 ? first : value.applyAsDouble(points.get(i - 1)));
    return values;
  }

  private String calibration() {
    List<CalibrationBin> bins =
        metrics.calibration().stream().filter(bin -> bin.weight() > 0).toList();
    if (bins.isEmpty()) {
      return "";
    }
    double error = metrics.expectedCalibrationError();
    return Chart.lines(
            "Calibration",
            metrics.classes() == 2 ? "probability of " + name(1) : "probability of the prediction",
            "share that came true",
            bins.stream().mapToDouble(CalibrationBin::meanProbability).toArray())
        .series(
            "share that came true",
            "plus",
            bins.stream().mapToDouble(CalibrationBin::shareTrue).toArray())
        .square(0, 1)
        .diagonal()
        .caption("expected calibration error " + HtmlTable.number(error))
        .figure();
  }
}
