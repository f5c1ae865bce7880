package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClassificationMetricsTest {
  private static final long SEED = 5;

  private record Row(double[] probabilities, int prediction, int label, double weight) {}

  private static List<Row> rows(int count, int classes) {
    Random random = new Random(SEED);
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      int label = (int) (classes * Math.pow(random.nextDouble(), 2));
      double[] p = new double[classes];
      for (int k = 0; k < classes; k++) {
        p[k] = Math.exp(random.nextGaussian() + (k == label ? 1 : 0));
      }
      double sum = Arrays.stream(p).sum();
      int best = 0;
      for (int k = 0; k < classes; k++) {
        p[k] /= sum;
        best = p[k] > p[best] ? k : best;
      }
      rows.add(new Row(p, best, label, random.nextInt(4)));
    }
    return rows;
  }

  private static ClassificationMetrics sum(int classes, List<Row> rows) {
    ClassificationMetrics metrics = new ClassificationMetrics(classes);
    rows.forEach(r -> metrics.add(r.probabilities, r.prediction, r.label, r.weight));
    return metrics;
  }

  @Test
  void agreesWithTheNaiveComputation() {
    int classes = 4;
    List<Row> rows = rows(2000, classes);
    ClassificationMetrics metrics = sum(classes, rows);
    double weights = rows.stream().mapToDouble(Row::weight).sum();
    double loss = 0;
    double right = 0;
    for (Row row : rows) {
      loss -= row.weight * Math.log(row.probabilities[row.label]);
      right += row.prediction == row.label ? row.weight : 0;
    }
    assertEquals(weights, metrics.weightSum());
    assertEquals(rows.stream().filter(r -> r.weight > 0).count(), metrics.rows());
    assertEquals(loss / weights, metrics.logLoss(), 1e-12);
    assertEquals(right / weights, metrics.accuracy(), 1e-12);
    assertEquals(right / weights, metrics.weightedRecall(), 1e-12);
    double[] macro = new double[3];
    double[] weighted = new double[3];
    for (int k = 0; k < classes; k++) {
      int c = k;
      double hit = weight(rows, r -> r.prediction == c && r.label == c);
      double predicted = weight(rows, r -> r.prediction == c);
      double occurring = weight(rows, r -> r.label == c);
      double precision = hit / predicted;
      double recall = hit / occurring;
      double f1 = 2 * precision * recall / (precision + recall);
      assertEquals(precision, metrics.precision(k), 1e-12);
      assertEquals(recall, metrics.recall(k), 1e-12);
      assertEquals(f1, metrics.f1(k), 1e-12);
      double[] each = {precision, recall, f1};
      for (int i = 0; i < 3; i++) {
        macro[i] += each[i] / classes;
        weighted[i] += each[i] * occurring / weights;
      }
      for (int j = 0; j < classes; j++) {
        int other = j;
        assertEquals(
            weight(rows, r -> r.prediction == other && r.label == c), metrics.confusion()[k][j]);
      }
    }
    assertEquals(macro[0], metrics.macroPrecision(), 1e-12);
    assertEquals(macro[1], metrics.macroRecall(), 1e-12);
    assertEquals(macro[1], metrics.balancedAccuracy(), 1e-12);
    assertEquals(macro[2], metrics.macroF1(), 1e-12);
    assertEquals(weighted[0], metrics.weightedPrecision(), 1e-12);
    assertEquals(weighted[1], metrics.weightedRecall(), 1e-12);
    assertEquals(weighted[2], metrics.weightedF1(), 1e-12);
  }

  private static double weight(List<Row> rows, Predicate<Row> which) {
    return rows.stream().filter(which).mapToDouble(Row::weight).sum();
  }

  @Test
  void floatsCountLikeDoubles() {
    ClassificationMetrics block = new ClassificationMetrics(2);
    ClassificationMetrics alone = new ClassificationMetrics(2);
    ClassificationMetrics wide = new ClassificationMetrics(2);
    block.add(new float[] {9, 0.25f, 0.75f}, 1, 1, 0, 2);
    alone.add(new float[] {0.25f, 0.75f}, 1, 0, 2);
    wide.add(new double[] {0.25, 0.75}, 1, 0, 2);
    assertArrayEquals(wide.toBytes(), block.toBytes());
    assertArrayEquals(wide.toBytes(), alone.toBytes());
  }

  @Test
  void mergedPartsAreTheWhole() {
    for (int classes : new int[] {2, 3}) {
      List<Row> rows = rows(1000, classes);
      ClassificationMetrics whole = sum(classes, rows);
      Random random = new Random(SEED);
      for (int i = 0; i < 10; i++) {
        int cut = random.nextInt(rows.size());
        ClassificationMetrics parts = sum(classes, rows.subList(0, cut));
        byte[] wire = sum(classes, rows.subList(cut, rows.size())).toBytes();
        parts.merge(ClassificationMetrics.fromBytes(wire));
        assertArrayEquals(whole.confusion(), parts.confusion());
        assertEquals(whole.logLoss(), parts.logLoss(), 1e-12);
        assertEquals(whole.rows(), parts.rows());
        if (classes == 2) {
          assertEquals(whole.areaUnderRoc(), parts.areaUnderRoc());
          assertEquals(whole.areaUnderPrecisionRecall(), parts.areaUnderPrecisionRecall());
        }
      }
      byte[] before = whole.toBytes();
      whole.merge(new ClassificationMetrics(classes));
      assertArrayEquals(before, whole.toBytes());
      assertArrayEquals(before, ClassificationMetrics.fromBytes(before).toBytes());
    }
  }

  @Test
  void onlyWhatIsThereTravels() {
    assertTrue(new ClassificationMetrics(2).toBytes().length < 64);
    int calibration = 15 * 3 * 16;
    assertTrue(sum(2, rows(100, 2)).toBytes().length < 100 * 12 + 200 + calibration);
    assertTrue(sum(1000, rows(50, 1000)).toBytes().length < 50 * 4 * 12 + 100 + calibration);
  }

  @Test
  void weightsRepeatRows() {
    List<Row> rows = rows(500, 2);
    ClassificationMetrics repeated = new ClassificationMetrics(2);
    for (Row r : rows) {
      for (int i = 0; i < r.weight; i++) {
        repeated.add(r.probabilities, r.prediction, r.label, 1);
      }
    }
    ClassificationMetrics weighted = sum(2, rows);
    assertArrayEquals(repeated.confusion(), weighted.confusion());
    assertEquals(repeated.logLoss(), weighted.logLoss(), 1e-12);
    assertEquals(repeated.areaUnderRoc(), weighted.areaUnderRoc(), 1e-12);
    assertEquals(repeated.areaUnderPrecisionRecall(), weighted.areaUnderPrecisionRecall(), 1e-12);
  }

  @Test
  void whatHasNoAnswerIsNaN() {
    ClassificationMetrics none = new ClassificationMetrics(2);
    none.add(new double[] {0.5, 0.5}, 0, 0, 0);
    assertEquals(0, none.rows());
    for (double value :
        new double[] {
          none.accuracy(),
          none.logLoss(),
          none.macroF1(),
          none.weightedF1(),
          none.balancedAccuracy(),
          none.areaUnderRoc(),
          none.areaUnderPrecisionRecall()
        }) {
      assertEquals(Double.NaN, value);
    }
    ClassificationMetrics three = new ClassificationMetrics(3);
    three.add(new double[] {1, 0, 0}, 0, 0, 1);
    three.add(new double[] {1, 0, 0}, 0, 1, 1);
    assertEquals(Double.NaN, three.precision(1));
    assertEquals(Double.NaN, three.recall(2));
    assertEquals(Double.NaN, three.f1(2));
    assertEquals(0.25, three.macroPrecision());
    assertEquals(0.25, three.weightedPrecision());
    assertEquals(0.5, three.balancedAccuracy());
    assertEquals(-Math.log(ClassificationMetrics.SMALLEST_PROBABILITY) / 2, three.logLoss(), 1e-12);
    ClassificationMetrics broken = sum(2, rows(100, 2));
    broken.add(new double[] {Double.NaN, Double.NaN}, 0, 1, 1);
    assertEquals(Double.NaN, broken.logLoss());
    assertEquals(Double.NaN, broken.areaUnderRoc());
    assertEquals(Double.NaN, broken.areaUnderPrecisionRecall());
    ClassificationMetrics positive = new ClassificationMetrics(2);
    positive.add(new double[] {0.1, 0.9}, 1, 1, 1);
    assertEquals(Double.NaN, positive.areaUnderRoc());
    assertEquals(1, positive.areaUnderPrecisionRecall());
  }

  @Test
  void badInputIsRefused() {
    ClassificationMetrics m = new ClassificationMetrics(2);
    double[] p = {0.5, 0.5};
    assertRefused(() -> m.add(new double[3], 0, 0, 1));
    assertRefused(() -> m.add(new float[3], 0, 0, 1));
    assertRefused(() -> m.add(p, 2, 0, 1));
    assertRefused(() -> m.add(p, 0, -1, 1));
    assertRefused(() -> m.add(p, 0, 0, -1));
    assertRefused(() -> m.add(p, 0, 0, Double.NaN));
    assertRefused(() -> m.merge(new ClassificationMetrics(3)));
    assertRefused(() -> new ClassificationMetrics(0));
    assertRefused(() -> new ClassificationMetrics(50_000));
    assertRefused(() -> ClassificationMetrics.fromBytes(new byte[3]));
    assertRefused(() -> ClassificationMetrics.fromBytes(Arrays.copyOf(m.toBytes(), 99)));
    assertThrows(IllegalStateException.class, () -> new ClassificationMetrics(3).areaUnderRoc());
  }

  private static void assertRefused(Executable call) {
    assertThrows(IllegalArgumentException.class, call);
  }
}
