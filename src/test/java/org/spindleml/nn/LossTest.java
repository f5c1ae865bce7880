package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses on hostile logits, and their links. Everyday logits are the gradient check's business. */
class LossTest {
  private static final Loss SOFTMAX = new SoftmaxCrossEntropy();
  private static final Loss LOGISTIC = new LogisticLoss();
  private static final Loss SQUARED = new SquaredLoss();

  /** One row's loss; its slopes go to delta. */
  private static double loss(Loss loss, float weight, float label, float[] delta, float... logits) {
    Batch batch = new Batch(1, 0, 1);
    batch.add(new float[] {label}, 0, weight);
    return loss.lossAndDelta(logits, logits.length, batch, delta);
  }

  @ParameterizedTest
  @ValueSource(floats = {50, 1e4f, 3e38f})
  void softmaxTakesExtremeLogits(float z) {
    float[] delta = new float[3];
    assertEquals(0, loss(SOFTMAX, 1, 0, delta, z, -z, 0));
    assertArrayEquals(new float[] {0, 0, 0}, delta, 1e-20f);
    assertEquals(2.0 * z, loss(SOFTMAX, 1, 1, delta, z, -z, 0), 1e-6 * z);
    assertArrayEquals(new float[] {1, -1, 0}, delta, 1e-20f);
  }

  @ParameterizedTest
  @ValueSource(floats = {50, 1e4f, 3e38f})
  void logisticTakesExtremeLogits(float z) {
    float[] delta = new float[1];
    assertEquals(0, loss(LOGISTIC, 1, 1, delta, z), 1e-20);
    assertEquals(0, delta[0], 1e-6f);
    assertEquals(z, loss(LOGISTIC, 1, 0, delta, z));
    assertEquals(1, delta[0], 1e-6f);
    assertEquals(z, loss(LOGISTIC, 1, 1, delta, -z));
    assertEquals(-1, delta[0], 1e-6f);
    assertEquals(4.0 * z, loss(LOGISTIC, 4, 1, delta, -z), 1e-6 * z, "weighted in double");
  }

  @ParameterizedTest
  @ValueSource(floats = {50, 1e4f, 3e38f})
  void squaredTakesExtremeLogits(float z) {
    float[] delta = new float[1];
    double square = (double) z * z;
    assertEquals(square / 2, loss(SQUARED, 1, 0, delta, z), 1e-6 * square);
    assertEquals(z, delta[0]);
    assertEquals(2 * square, loss(SQUARED, 1, -z, delta, z), 1e-6 * square);
  }

  @Test
  void nanIsNeverAFiniteLoss() {
    assertTrue(Double.isNaN(loss(SOFTMAX, 1, 0, new float[2], 0, Float.NaN)));
    assertTrue(Double.isNaN(loss(LOGISTIC, 1, 0, new float[1], Float.NaN)));
    assertTrue(Double.isNaN(loss(SQUARED, 1, 0, new float[1], Float.NaN)));
  }

  @Test
  void probabilitiesSumToOne() {
    float[] logits = {1, 2, 3, -1e4f, 1e4f, 0, 3e38f, -3e38f, 3e38f, 0, 0, 0};
    float[] p = new float[12];
    SOFTMAX.link(logits, 3, 4, p);
    assertRowsSumToOne(p, 3);
    assertArrayEquals(new float[] {0.09003057f, 0.24472847f, 0.66524096f}, row(p, 0), 1e-6f);
    assertArrayEquals(new float[] {0, 1, 0}, row(p, 1), 1e-20f);
    assertArrayEquals(new float[] {0.5f, 0, 0.5f}, row(p, 2), 1e-6f);

    float[] two = new float[10];
    LOGISTIC.link(new float[] {0, 2, -1e4f, 3e38f, -40}, 1, 5, two);
    assertRowsSumToOne(two, 2);
    assertEquals(0.8807971f, two[3], 1e-6f, "class 1 of logit 2");
    assertEquals(1f, two[4], "class 0 of logit −10⁴");
    assertEquals(1f, two[7], "class 1 of logit 3·10³⁸");
  }

  private static float[] row(float[] p, int r) {
    return java.util.Arrays.copyOfRange(p, 3 * r, 3 * r + 3);
  }

  private static void assertRowsSumToOne(float[] p, int width) {
    for (int from = 0; from < p.length; from += width) {
      double sum = 0;
      for (int k = from; k < from + width; k++) {
        assertTrue(p[k] >= 0 && p[k] <= 1, p[k] + " is no probability");
        sum += p[k];
      }
      assertEquals(1, sum, 4e-7);
    }
  }

  @Test
  void squaredLinksValuesAsTheyAre() {
    float[] values = new float[4];
    SQUARED.link(new float[] {1, -2, 3, 4}, 2, 2, values);
    assertArrayEquals(new float[] {1, -2, 3, 4}, values);
    assertEquals(2, SQUARED.predictions(2));
    assertFalse(SQUARED.isClassification());
  }

  @Test
  void aLossKnowsItsWidths() {
    assertEquals(5, SOFTMAX.outputs(5));
    assertEquals(5, SOFTMAX.predictions(5));
    assertEquals(1, LOGISTIC.outputs(2));
    assertEquals(2, LOGISTIC.predictions(1));
    Exception error = assertThrows(IllegalArgumentException.class, () -> LOGISTIC.outputs(3));
    assertEquals(
        "loss logistic tells 2 classes apart, the labels have 3; use loss softmaxCrossEntropy",
        error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> SQUARED.outputs(2));
  }
}
