package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spindleml.OracleLine;
import org.spindleml.nn.Batch;
import org.spindleml.nn.QuantileLoss;

/** Weighted metrics as scikit-learn has them; see metrics.py. */
class ScikitLearnTest {
  /** Sums of some hundred doubles. */
  private static final double EXACT = 1e-12;

  /** What 65 536 bins of scores promise. */
  private static final double BINS = 1e-4;

  private static final List<OracleLine> LINES =
      OracleLine.read(ScikitLearnTest.class, "metrics.csv");

  static List<String> tablesOfClasses() {
    return LINES.stream()
        .map(OracleLine::subject)
        .distinct()
        .filter(table -> !table.equals("values"))
        .toList();
  }

  private static OracleLine line(String table, String quantity, String setting) {
    return LINES.stream()
        .filter(line -> line.subject().equals(table))
        .filter(line -> line.quantity().equals(quantity) && line.setting().equals(setting))
        .findFirst()
        .orElseThrow();
  }

  private static double[] numbers(String table, String quantity) {
    return line(table, quantity, "").numbers();
  }

  private static ClassificationMetrics metrics(String table) {
    double[] labels = numbers(table, "labels");
    double[] weights = numbers(table, "weights");
    double[] p =
        table.equals("four_classes")
            ? numbers(table, "probabilities")
            : Arrays.stream(numbers(table, "scores"))
                .flatMap(score -> Arrays.stream(new double[] {1 - score, score}))
                .toArray();
    int classes = p.length / labels.length;
    ClassificationMetrics metrics = new ClassificationMetrics(classes);
    for (int r = 0; r < labels.length; r++) {
      double[] row = Arrays.copyOfRange(p, r * classes, (r + 1) * classes);
      int largest =
          IntStream.range(0, classes).reduce((a, b) -> row[b] > row[a] ? b : a).orElseThrow();
      metrics.add(row, largest, (int) labels[r], weights[r]);
    }
    return metrics;
  }

  @ParameterizedTest
  @MethodSource("tablesOfClasses")
  void classes(String table) {
    ClassificationMetrics metrics = metrics(table);
    Map<String, DoubleSupplier> one = new LinkedHashMap<>();
    one.put("accuracy,", metrics::accuracy);
    one.put("logLoss,", metrics::logLoss);
    one.put("balancedAccuracy,", metrics::balancedAccuracy);
    one.put("precision,macro", metrics::macroPrecision);
    one.put("recall,macro", metrics::macroRecall);
    one.put("f1,macro", metrics::macroF1);
    one.put("precision,weighted", metrics::weightedPrecision);
    one.put("recall,weighted", metrics::weightedRecall);
    one.put("f1,weighted", metrics::weightedF1);
    one.forEach(
        (name, value) -> {
          String[] words = name.split(",", 2);
          double expected = line(table, words[0], words[1]).numbers()[0];
          assertEquals(expected, value.getAsDouble(), EXACT, name);
        });
    Map<String, IntToDoubleFunction> each =
        Map.of("precision", metrics::precision, "recall", metrics::recall, "f1", metrics::f1);
    each.forEach(
        (name, value) -> {
          double[] expected = line(table, name, "each").numbers();
          for (int k = 0; k < expected.length; k++) {
            // scikit-learn calls the precision of a class never predicted 0, we say NaN.
            double found = value.applyAsDouble(k);
            assertEquals(expected[k], Double.isNaN(found) ? 0 : found, EXACT, name + " of " + k);
          }
        });
    double[] confusion =
        Arrays.stream(metrics.confusion()).flatMapToDouble(Arrays::stream).toArray();
    assertEquals(
        Arrays.toString(numbers(table, "confusion")), Arrays.toString(confusion), "confusion");
  }

  @ParameterizedTest
  @MethodSource("tablesOfClasses")
  void areasUnderCurves(String table) {
    if (!table.equals("four_classes")) {
      ClassificationMetrics metrics = metrics(table);
      double roc = numbers(table, "areaUnderRoc")[0];
      assertEquals(roc, metrics.areaUnderRoc(), BINS, "ROC");
      double precisionRecall = numbers(table, "areaUnderPrecisionRecall")[0];
      assertEquals(precisionRecall, metrics.areaUnderPrecisionRecall(), BINS, "precision, recall");
    }
  }

  @Test
  void values() {
    double[] predictions = numbers("values", "predictions");
    double[] labels = numbers("values", "labels");
    double[] weights = numbers("values", "weights");
    RegressionMetrics metrics = new RegressionMetrics();
    for (int r = 0; r < labels.length; r++) {
      metrics.add(predictions[r], labels[r], weights[r]);
    }
    Map<String, DoubleSupplier> all =
        Map.of(
            "meanSquaredError", metrics::meanSquaredError,
            "rootMeanSquaredError", metrics::rootMeanSquaredError,
            "meanAbsoluteError", metrics::meanAbsoluteError,
            "r2", metrics::r2);
    all.forEach(
        (name, value) ->
            assertEquals(numbers("values", name)[0], value.getAsDouble(), EXACT, name));
  }

  /** The loss of training is scikit-learn's mean pinball loss. */
  @Test
  void quantileLoss() {
    double[] predictions = numbers("values", "predictions");
    double[] labels = numbers("values", "labels");
    double[] weights = numbers("values", "weights");
    Batch batch = new Batch(labels.length, 0, 1);
    float[] logits = new float[labels.length];
    for (int r = 0; r < labels.length; r++) {
      batch.add(new float[] {(float) labels[r]}, 0, (float) weights[r]);
      logits[r] = (float) predictions[r];
    }
    for (OracleLine line : LINES) {
      if (line.quantity().equals("quantileLoss")) {
        QuantileLoss loss = new QuantileLoss(Double.parseDouble(line.setting()));
        double sum = loss.lossAndDelta(logits, 1, batch, new float[labels.length]);
        double mean = sum / batch.weightSum();
        assertEquals(line.numbers()[0], mean, 4 * 0x1p-24 * mean, line.toString());
      }
    }
  }
}
