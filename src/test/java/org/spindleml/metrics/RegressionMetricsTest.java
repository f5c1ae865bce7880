package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RegressionMetricsTest {
  private static final long SEED = 11;

  /** Rows of {prediction, label, weight}. */
  private static double[][] rows(int count, double center, double deviation) {
    Random random = new Random(SEED);
    double[][] rows = new double[count][];
    for (int r = 0; r < count; r++) {
      double label = center + deviation * random.nextGaussian();
      double prediction = label + deviation * (0.3 * random.nextGaussian() + 0.1);
      rows[r] = new double[] {prediction, label, random.nextInt(4)};
    }
    return rows;
  }

  private static RegressionMetrics sum(double[][] rows, int from, int to) {
    RegressionMetrics metrics = new RegressionMetrics();
    for (int r = from; r < to; r++) {
      metrics.add(rows[r][0], rows[r][1], rows[r][2]);
    }
    return metrics;
  }

  /** Two passes over labels moved by an exact shift. */
  private static void assertNaive(double[][] rows, RegressionMetrics metrics, double tolerance) {
    double shift = rows[0][1];
    double weights = 0;
    double labels = 0;
    double errors = 0;
    double absolute = 0;
    double squares = 0;
    double min = Double.MAX_VALUE;
    double max = -Double.MAX_VALUE;
    for (double[] row : rows) {
      double error = row[0] - row[1];
      weights += row[2];
      labels += row[2] * (row[1] - shift);
      errors += row[2] * error;
      absolute += row[2] * Math.abs(error);
      squares += row[2] * error * error;
      if (row[2] > 0) {
        min = Math.min(min, error);
        max = Math.max(max, error);
      }
    }
    double mean = labels / weights;
    double spread = 0;
    double explained = 0;
    for (double[] row : rows) {
      spread += row[2] * Math.pow(row[1] - shift - mean, 2);
      explained += row[2] * Math.pow(row[0] - shift - mean, 2);
    }
    assertClose(weights, metrics.weightSum(), tolerance);
    assertClose(errors / weights, metrics.bias(), tolerance);
    assertClose(absolute / weights, metrics.meanAbsoluteError(), tolerance);
    assertClose(squares / weights, metrics.meanSquaredError(), tolerance);
    assertClose(Math.sqrt(squares / weights), metrics.rootMeanSquaredError(), tolerance);
    assertClose(shift + mean, metrics.labelMean(), tolerance);
    assertClose(spread / weights, metrics.labelVariance(), tolerance);
    assertClose(1 - squares / spread, metrics.r2(), tolerance);
    assertClose(explained / weights, metrics.explainedVariance(), tolerance);
    assertEquals(min, metrics.minError());
    assertEquals(max, metrics.maxError());
  }

  private static void assertClose(double expected, double found, double tolerance) {
    assertEquals(expected, found, tolerance * Math.abs(expected));
  }

  @Test
  void agreesWithTheNaiveComputation() {
    double[][] rows = rows(3000, 2, 5);
    assertNaive(rows, sum(rows, 0, rows.length), 1e-10);
  }

  @Test
  void largeLabelsOfSmallDeviationKeepTheirDigits() {
    double[][] rows = rows(200_000, 1e8, 1e-3);
    assertNaive(rows, sum(rows, 0, rows.length), 1e-10);
    RegressionMetrics merged = new RegressionMetrics();
    for (int from = 0; from < rows.length; from += 1000) {
      merged.merge(sum(rows, from, from + 1000));
    }
    assertNaive(rows, merged, 1e-10);
  }

  @Test
  void anyCutAndAnyTreeIsTheSame() {
    double[][] rows = rows(1000, -7, 2);
    Random random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      int a = random.nextInt(rows.length);
      int b = a + random.nextInt(rows.length - a);
      RegressionMetrics left = sum(rows, 0, a);
      left.merge(sum(rows, a, b));
      left.merge(sum(rows, b, rows.length));
      assertNaive(rows, left, 1e-10);
      RegressionMetrics right = sum(rows, a, b);
      right.merge(sum(rows, b, rows.length));
      RegressionMetrics first = sum(rows, 0, a);
      first.merge(right);
      assertNaive(rows, first, 1e-10);
    }
  }

  @Test
  void mergingNothingChangesNothing() {
    double[][] rows = rows(100, 1, 1);
    RegressionMetrics metrics = sum(rows, 0, 100);
    byte[] before = metrics.toBytes();
    metrics.merge(new RegressionMetrics());
    assertArrayEquals(before, metrics.toBytes());
    RegressionMetrics empty = new RegressionMetrics();
    empty.merge(metrics);
    assertArrayEquals(before, empty.toBytes());
    assertArrayEquals(before, RegressionMetrics.fromBytes(before).toBytes());
  }

  @Test
  void weightsRepeatRows() {
    double[][] rows = rows(300, 1, 1);
    RegressionMetrics repeated = new RegressionMetrics();
    for (double[] row : rows) {
      for (int i = 0; i < row[2]; i++) {
        repeated.add(row[0], row[1], 1);
      }
    }
    assertNaive(rows, repeated, 1e-10);
    assertEquals(repeated.weightSum(), repeated.rows());
  }

  @Test
  void whatHasNoAnswerIsNaN() {
    RegressionMetrics none = new RegressionMetrics();
    none.add(1, 2, 0);
    assertEquals(0, none.rows());
    assertEquals(Double.NaN, none.meanSquaredError());
    assertEquals(Double.NaN, none.r2());
    assertEquals(Double.NaN, none.minError());
    assertEquals(Double.NaN, none.maxError());
    assertEquals(Double.NaN, none.labelMean());
    RegressionMetrics constant = new RegressionMetrics();
    for (int i = 0; i < 10; i++) {
      constant.add(0.1 + i, 0.1, 0.3);
    }
    assertEquals(Double.NaN, constant.r2());
    assertEquals(0, constant.labelVariance());
    RegressionMetrics mean = new RegressionMetrics();
    mean.add(2, 1, 1);
    mean.add(2, 3, 1);
    assertEquals(0, mean.r2());
  }

  @Test
  void badInputIsRefused() {
    RegressionMetrics metrics = new RegressionMetrics();
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> metrics.add(1, 1, bad));
    }
    assertThrows(IllegalArgumentException.class, () -> RegressionMetrics.fromBytes(new byte[7]));
  }
}
