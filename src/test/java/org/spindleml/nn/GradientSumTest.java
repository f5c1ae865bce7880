package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The laws of sums over rows, on one network. */
class GradientSumTest {
  private static final long SEED = 11;
  private static final int ROWS = 48;

  /** Two ways to add 48 rows of slopes of order 1 differ by a few dozen roundings of 2⁻²⁴. */
  private static final double ROUNDING = 64 * 0x1p-24;

  private final ReferenceNetwork reference =
      new ReferenceNetwork(
          5,
          List.of(new HiddenLayer(7, Activation.SWISH), new HiddenLayer(3, Activation.PRELU)),
          3,
          new SoftmaxCrossEntropy());
  private final Network network = reference.core();
  private final double[] w = EveryNetwork.weights(reference, new Random(SEED));
  private final Rows rows = Rows.draw(ROWS, reference, w, new Random(SEED + 1));

  private GradientSum sum(Batch... batches) {
    GradientSum sum = new GradientSum(network.size());
    for (Batch batch : batches) {
      Workspace workspace = new Workspace(network, batch.capacity());
      network.addGradient(EveryNetwork.toFloats(w), batch, reference.loss(), workspace, sum);
    }
    return sum;
  }

  private Rows withWeights(double... weights) {
    return new Rows(rows.inputs(), rows.labels(), weights);
  }

  private static double[] all(double weight) {
    double[] weights = new double[ROWS];
    Arrays.fill(weights, weight);
    return weights;
  }

  private static void assertSame(GradientSum expected, GradientSum actual) {
    double scale = 0;
    for (float g : expected.gradient()) {
      scale = Math.max(scale, Math.abs(g));
    }
    for (int i = 0; i < expected.gradient().length; i++) {
      assertEquals(expected.gradient()[i], actual.gradient()[i], ROUNDING * scale, "weight " + i);
    }
    assertEquals(expected.lossSum(), actual.lossSum(), ROUNDING * expected.lossSum());
    assertEquals(expected.weightSum(), actual.weightSum(), 1e-12 * expected.weightSum());
  }

  @Test
  void twiceTheRowsHaveTheSameMean() {
    MeanGradient once = sum(rows.batch()).mean();
    MeanGradient twice = sum(rows.batch(), rows.batch()).mean();
    assertArrayEquals(once.gradient(), twice.gradient(), (float) ROUNDING);
    assertEquals(once.loss(), twice.loss(), 1e-12);
  }

  @Test
  void weightTwoIsTheRowTwice() {
    GradientSum heavy = sum(withWeights(all(2)).batch());
    Batch single = withWeights(all(1)).batch();
    GradientSum twice = sum(single, single);
    assertSame(twice, heavy);
    assertEquals(ROWS, heavy.rows());
    assertEquals(2 * ROWS, twice.rows());
  }

  @Test
  void aScaleOfAllWeightsCancelsInTheMean() {
    MeanGradient mean = sum(rows.batch()).mean();
    double[] scaled = Arrays.stream(rows.weights()).map(weight -> 8 * weight).toArray();
    MeanGradient scaledMean = sum(withWeights(scaled).batch()).mean();
    assertArrayEquals(mean.gradient(), scaledMean.gradient(), (float) ROUNDING);
    assertEquals(mean.loss(), scaledMean.loss(), 1e-6 * mean.loss());
  }

  @Test
  void aRowOfWeightZeroAddsNothing() {
    double[] weights = all(1);
    Arrays.fill(weights, 30, ROWS, 0);
    assertSame(sum(withWeights(all(1)).batch(0, 30)), sum(withWeights(weights).batch()));
  }

  @Test
  void disjointSumsAddUpInAnyGrouping() {
    GradientSum whole = sum(rows.batch());
    GradientSum left = sum(rows.batch(0, 13));
    left.add(sum(rows.batch(13, 20)));
    left.add(sum(rows.batch(20, ROWS)));
    assertSame(whole, left);
    assertEquals(ROWS, left.rows());

    GradientSum tail = sum(rows.batch(13, 20));
    tail.add(sum(rows.batch(20, ROWS)));
    GradientSum right = sum(rows.batch(0, 13));
    right.add(tail);
    assertSame(whole, right);
  }

  @Test
  void aMeanOverNothingIsAnError() {
    assertThrows(IllegalStateException.class, () -> new GradientSum(3).mean());
    assertThrows(
        IllegalStateException.class, () -> new GradientSum(new float[3], 1, Double.NaN, 5).mean());
    Exception error =
        assertThrows(
            IllegalStateException.class, () -> new GradientSum(new float[3], 0, 0, 5).mean());
    assertEquals("mean over 5 rows of weight 0.0", error.getMessage());
  }

  @Test
  void clearedItIsTheSumOverNoRows() {
    GradientSum sum = sum(rows.batch());
    sum.clear();
    assertArrayEquals(new float[network.size()], sum.gradient());
    assertEquals("gradient sum over 0 rows, loss 0.0, weight 0.0", sum.toString());
  }
}
