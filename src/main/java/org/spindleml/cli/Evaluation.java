package org.spindleml.cli;

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

  /** Of each target, and the mean over targets. */
  static Evaluation of(MultiTargetMetrics several, List<String> names) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("RMSE", several.rootMeanSquaredError());
    metrics.put("MAE", several.meanAbsoluteError());
    metrics.put("R²", several.r2());
    for (int j = 0; j < several.targets(); j++) {
      String name = names.get(j);
      of(several.target(j)).metrics().forEach((metric, v) -> metrics.put(metric + " " + name, v));
    }
    return new Evaluation(several.rows(), metrics);
  }

  static Evaluation of(MultiLabelMetrics labels, List<String> names) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("subset accuracy", labels.subsetAccuracy());
    metrics.put("Hamming loss", labels.hammingLoss());
    metrics.put("micro F1", labels.microF1());
    metrics.put("macro F1", labels.macroF1());
    metrics.put("log loss", labels.logLoss());
    for (int j = 0; j < labels.labels(); j++) {
      metrics.put("F1 " + names.get(j), labels.f1(j));
    }
    return new Evaluation(labels.rows(), metrics);
  }

  /** Of the quantiles of each target. */
  static Evaluation of(List<QuantileMetrics> targets, List<String> names) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int j = 0; j < targets.size(); j++) {
      QuantileMetrics quantiles = targets.get(j);
      String name = targets.size() == 1 ? "" : " " + names.get(j);
      metrics.put("pinball loss" + name, quantiles.meanPinball());
      for (int k = 0; k < quantiles.probabilities().length; k++) {
        metrics.put("share below " + quantiles.probabilities()[k] + name, quantiles.coverage(k));
      }
    }
    return new Evaluation(targets.get(0).rows(), metrics);
  }

  /** The same metrics behind the deviances of each target. */
  Evaluation behind(List<DevianceMetrics> targets, List<String> names) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (int j = 0; j < targets.size(); j++) {
      String name = targets.size() == 1 ? "" : " " + names.get(j);
      all.put("mean deviance" + name, targets.get(j).meanDeviance());
      all.put("D²" + name, targets.get(j).d2());
    }
    all.putAll(metrics);
    return new Evaluation(rows, all);
  }

  /** Prints a small table. */
  void print(PrintWriter out) {
    out.println(String.format(Locale.ROOT, "test, %,d rows", rows));
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
