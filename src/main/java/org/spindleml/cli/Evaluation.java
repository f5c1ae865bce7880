package org.spindleml.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.RegressionMetrics;

/**
 * Metrics of a table by name, as they are printed and reported.
 *
 * @param rows rows of the table
 * @param metrics names and values, the most telling first
 */
record Evaluation(long rows, Map<String, Double> metrics) {
  static Evaluation of(ClassificationMetrics classification) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", classification.accuracy());
    if (classification.classes() == 2) {
      metrics.put("area under ROC", classification.areaUnderRoc());
      metrics.put("area under PR", classification.areaUnderPrecisionRecall());
    }
    metrics.put("macro F1", classification.macroF1());
    metrics.put("log loss", classification.logLoss());
    return new Evaluation(classification.rows(), metrics);
  }

  static Evaluation of(RegressionMetrics regression) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("RMSE", regression.rootMeanSquaredError());
    metrics.put("MAE", regression.meanAbsoluteError());
    metrics.put("R²", regression.r2());
    return new Evaluation(regression.rows(), metrics);
  }

  /** Prints a small table. */
  void print(PrintWriter out) {
    out.println(String.format(Locale.ROOT, "test, %,d rows", rows));
    metrics.forEach(
        (name, value) ->
            out.println(String.format(Locale.ROOT, "  %-16s %12s", name, text(value))));
    out.flush();
  }

  /** Six digits, whether the value is near 0 or a price. */
  private static String text(double value) {
    boolean plain = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 || value == 0;
    return String.format(Locale.ROOT, plain ? "%.5f" : "%.5e", value);
  }
}
