package org.spindleml.report;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.DevianceMetrics;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.MultiTargetMetrics;
import org.spindleml.metrics.QuantileMetrics;
import org.spindleml.metrics.RegressionMetrics;
import org.spindleml.metrics.Sums;
import org.spindleml.metrics.ValueMetrics;

/**
 * How well a model does on a table.
 *
 * @param name what the table is, such as "test"
 * @param sums {@link ClassificationMetrics}, {@link MultiLabelMetrics} or {@link ValueMetrics}
 * @param names of the classes, labels or targets; classes may have none
 */
public record EvaluatedTable(String name, Sums<?> sums, List<String> names) {
  /**
   * How many rows there were.
   *
   * @return rows of a weight above 0
   */
  public long rows() {
    return sums.rows();
  }

  /**
   * The measures by name.
   *
   * @return the most telling first
   */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (sums instanceof ClassificationMetrics classes) {
      put(metrics, classes);
    } else if (sums instanceof MultiLabelMetrics labels) {
      put(metrics, labels, names);
    } else if (sums instanceof ValueMetrics values) {
      put(metrics, values);
    } else {
      throw new IllegalStateException("no measures of " + sums.getClass().getSimpleName());
    }
    return metrics;
  }

  private static void put(Map<String, Double> metrics, ClassificationMetrics classification) {
    metrics.put("accuracy", classification.accuracy());
    if (classification.classes() == 2) {
      metrics.put("area under ROC", classification.areaUnderRoc());
      metrics.put("area under PR", classification.areaUnderPrecisionRecall());
    }
    metrics.put("macro F1", classification.macroF1());
    metrics.put("log loss", classification.logLoss());
  }

  private static void put(
      Map<String, Double> metrics, MultiLabelMetrics labels, List<String> names) {
    metrics.put("subset accuracy", labels.subsetAccuracy());
    metrics.put("Hamming loss", labels.hammingLoss());
    metrics.put("micro F1", labels.microF1());
    metrics.put("macro F1", labels.macroF1());
    metrics.put("log loss", labels.logLoss());
    for (int j = 0; j < labels.labels(); j++) {
      metrics.put("F1 " + names.get(j), labels.f1(j));
    }
  }

  /** Deviances or quantiles where the loss is for them, and errors. */
  private void put(Map<String, Double> metrics, ValueMetrics values) {
    for (int j = 0; j < values.deviances().size(); j++) {
      put(metrics, values.deviances().get(j), behind(names, j));
    }
    for (int j = 0; j < values.quantiles().size(); j++) {
      put(metrics, values.quantiles().get(j), behind(names, j));
    }
    if (values.errors() != null) {
      put(metrics, values.errors(), names);
    }
  }

  /** What tells the metrics of several targets apart. */
  private static String behind(List<String> names, int target) {
    return names.size() == 1 ? "" : " " + names.get(target);
  }

  private static void put(Map<String, Double> metrics, DevianceMetrics deviance, String name) {
    metrics.put("mean deviance" + name, deviance.meanDeviance());
    metrics.put("D²" + name, deviance.d2());
  }

  private static void put(Map<String, Double> metrics, QuantileMetrics quantiles, String name) {
    metrics.put("pinball loss" + name, quantiles.meanPinball());
    for (int k = 0; k < quantiles.probabilities().length; k++) {
      metrics.put("share below " + quantiles.probabilities()[k] + name, quantiles.coverage(k));
    }
  }

  /** The mean over targets and, of several, each. */
  private static void put(
      Map<String, Double> metrics, MultiTargetMetrics errors, List<String> names) {
    metrics.put("RMSE", errors.rootMeanSquaredError());
    metrics.put("MAE", errors.meanAbsoluteError());
    metrics.put("R²", errors.r2());
    for (int j = 0; errors.targets() > 1 && j < errors.targets(); j++) {
      RegressionMetrics target = errors.target(j);
      metrics.put("RMSE " + names.get(j), target.rootMeanSquaredError());
      metrics.put("MAE " + names.get(j), target.meanAbsoluteError());
      metrics.put("R² " + names.get(j), target.r2());
    }
  }

  /**
   * Prints the measures as a small table.
   *
   * @param out where to
   */
  public void print(PrintWriter out) {
    out.println(String.format(Locale.ROOT, "%s, %,d rows", name, rows()));
    Map<String, Double> metrics = metrics();
    int width = metrics.keySet().stream().mapToInt(String::length).max().orElse(1);
    String line = "  %-" + Math.max(16, width) + "s %12s";
    metrics.forEach(
        (name, value) -> out.println(String.format(Locale.ROOT, line, name, text(value))));
    out.flush();
  }

  /** Six digits, whether the value is near 0 or a price. */
  private static String text(double value) {
    boolean plain = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 || value == 0;
    return String.format(Locale.ROOT, plain ? "%.5f" : "%.5e", value);
  }
}
