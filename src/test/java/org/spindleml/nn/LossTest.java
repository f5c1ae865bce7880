package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
    assertEquals(Target.VALUES, SQUARED.target());
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
    assertEquals(2, SQUARED.outputs(2));
    assertEquals(2, SQUARED.targets(2));
    assertEquals(1, SOFTMAX.targets(5));
    Loss quantiles = new QuantileLoss(0.1, 0.5, 0.9);
    assertEquals(6, quantiles.outputs(2));
    assertEquals(6, quantiles.predictions(6));
    assertEquals(2, quantiles.targets(6));
    assertThrows(IllegalArgumentException.class, () -> quantiles.targets(4));
    Loss labels = new MultiLabelLogistic();
    assertEquals(Target.LABELS, labels.target());
    assertEquals(4, labels.outputs(4));
    assertEquals(4, labels.targets(4));
    assertEquals(4, labels.predictions(4));
  }

  @ParameterizedTest
  @MethodSource("org.spindleml.nn.EveryNetwork#losses")
  void finiteLogitsGiveFiniteLossesAndSlopes(Loss loss) {
    float[] extreme = {0, 50, -50, 88.8f, -104, 1e4f, -1e4f, 3e38f, -3e38f};
    int outputs =
        loss.target() == Target.CLASS
            ? loss.outputs(loss instanceof LogisticLoss ? 2 : 3)
            : loss.outputs(1);
    for (float z : extreme) {
      for (float other : extreme) {
        for (float label : new float[] {1, 0}) {
          if (!loss.accepts(label)) {
            continue;
          }
          float[] logits = java.util.Arrays.copyOf(new float[] {z, other, -z}, outputs);
          float[] delta = new float[outputs];
          assertTrue(Double.isFinite(loss(loss, 1, label, delta, logits)), loss + " at " + z);
          float[] predictions = new float[loss.predictions(outputs)];
          loss.link(logits, outputs, 1, predictions);
          for (int k = 0; k < outputs; k++) {
            assertTrue(Float.isFinite(delta[k]), loss + " slope at " + z);
            assertTrue(Float.isFinite(predictions[k]), loss + " link at " + z);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.spindleml.nn.EveryNetwork#losses")
  void nanIsNeverAFiniteLossOfAnyKind(Loss loss) {
    int outputs =
        loss.target() == Target.CLASS
            ? loss.outputs(loss instanceof LogisticLoss ? 2 : 3)
            : loss.outputs(1);
    float[] logits = java.util.Arrays.copyOf(new float[] {Float.NaN, 0, 0}, outputs);
    assertTrue(Double.isNaN(loss(loss, 1, 1, new float[outputs], logits)));
  }

  @Test
  void kinksHaveSlope0() {
    float[] delta = new float[1];
    assertEquals(0, loss(new AbsoluteLoss(), 1, 2, delta, 2));
    assertEquals(0, delta[0]);
    assertEquals(0, loss(new QuantileLoss(0.9), 1, 2, delta, 2));
    assertEquals(0, delta[0]);
  }

  @Test
  void valuesByHand() {
    float[] delta = new float[1];
    assertEquals(6, loss(new AbsoluteLoss(), 2, 4, delta, 1));
    assertEquals(-2, delta[0]);
    assertEquals(2 * 2.5, loss(new HuberLoss(1), 2, 4, delta, 1), 1e-12);
    assertEquals(-2, delta[0]);
    assertEquals(0.125, loss(new HuberLoss(1), 1, 1, delta, 1.5f), 1e-12);
    assertEquals(0.5f, delta[0]);
    assertEquals(Math.E - 3, loss(new PoissonLoss(), 1, 3, delta, 1), 1e-12);
    assertEquals(Math.E - 3, delta[0], 1e-6);
    assertEquals(3 / Math.E + 1, loss(new GammaLoss(), 1, 3, delta, 1), 1e-12);
    assertEquals(1 - 3 / Math.E, delta[0], 1e-6);
    double root = Math.sqrt(Math.E);
    assertEquals(6 / root + 2 * root, loss(new TweedieLoss(1.5), 1, 3, delta, 1), 1e-12);
    assertEquals(root - 3 / root, delta[0], 1e-6);
    assertEquals(1.8, loss(new QuantileLoss(0.9), 1, 3, delta, 1), 1e-12);
    assertEquals(-0.9f, delta[0]);
    assertEquals(0.2, loss(new QuantileLoss(0.9), 1, 1, delta, 3), 1e-12);
    assertEquals(0.1f, delta[0], 1e-7f);
  }

  @Test
  void severalQuantilesByHand() {
    Loss loss = new QuantileLoss(0.25, 0.75);
    // log(e − 1) is where softplus is 1: the quantiles are 1 and 2.
    float one = (float) Math.log(Math.E - 1);
    double sigmoid = 1 - 1 / Math.E;
    float[] q = new float[4];
    loss.link(new float[] {1, one, -3, one}, 4, 1, q);
    assertArrayEquals(new float[] {1, 2, -3, -2}, q, 1e-6f);
    float[] delta = new float[2];
    assertEquals((0.75 * 3 + 0.25 * 4) / 2, loss(loss, 1, -2, delta, 1, one), 1e-6);
    assertArrayEquals(new float[] {0.5f, (float) (0.125 * sigmoid)}, delta, 1e-6f);
    assertEquals(2 * (0.25 * 0.5 + 0.25 * 0.5) / 2, loss(loss, 2, 1.5f, delta, 1, one), 1e-6);
    assertArrayEquals(new float[] {0, (float) (0.25 * sigmoid)}, delta, 1e-6f);
    assertEquals((0.25 * 9 + 0.75 * 8) / 2, loss(loss, 1, 10, delta, 1, one), 1e-6);
    assertArrayEquals(new float[] {-0.5f, (float) (-0.375 * sigmoid)}, delta, 1e-6f);
  }

  @Test
  void quantilesNeverCross() {
    float[] extreme = {0, -0f, 50, -50, 88.8f, -104, 1e4f, -1e4f, 3e38f, -3e38f};
    Loss loss = new QuantileLoss(0.1, 0.5, 0.9);
    for (float a : extreme) {
      for (float b : extreme) {
        for (float c : extreme) {
          float[] q = new float[3];
          loss.link(new float[] {a, b, c}, 3, 1, q);
          assertTrue(q[0] <= q[1] && q[1] <= q[2] && Float.isFinite(q[2]), a + " " + b + " " + c);
        }
      }
    }
  }

  @Test
  void severalLabelsAreAsManyLogisticLosses() {
    float[] packed = {1, 0, 1};
    float[] logits = {2, -1, -3e38f};
    Batch batch = new Batch(1, 0, 3);
    batch.add(packed, 0, 2);
    float[] delta = new float[3];
    double sum = new MultiLabelLogistic().lossAndDelta(logits, 3, batch, delta);
    float[] p = new float[3];
    new MultiLabelLogistic().link(logits, 3, 1, p);
    double expected = 0;
    for (int j = 0; j < 3; j++) {
      float[] one = new float[1];
      expected += loss(LOGISTIC, 2, packed[j], one, logits[j]);
      assertEquals(one[0], delta[j]);
      float[] two = new float[2];
      LOGISTIC.link(new float[] {logits[j]}, 1, 1, two);
      assertEquals(two[1], p[j]);
    }
    assertEquals(expected, sum, 1e-7 * expected);
    assertFalse(new MultiLabelLogistic().accepts(2));
    assertEquals("0 or 1", new MultiLabelLogistic().labelDomain());
  }

  @Test
  void focalAndSmoothingByHand() {
    float[] delta = new float[2];
    // p = ½: ¼ log 2, and g = 2 · ½ · ½ · log ½ − ¼.
    assertEquals(Math.log(2) / 4, loss(new FocalLoss(2), 1, 0, delta, 3, 3), 1e-7);
    double g = Math.log(0.5) / 2 - 0.25;
    assertArrayEquals(new float[] {(float) (g / 2), (float) (-g / 2)}, delta, 1e-6f);
    float[] plain = new float[2];
    assertEquals(
        loss(SOFTMAX, 1, 1, plain, 1, -2), loss(new FocalLoss(0), 1, 1, delta, 1, -2), 1e-6);
    assertArrayEquals(plain, delta, 1e-6f);
    double expected = Math.log(1 + Math.exp(-3)) + 0.1 * 3;
    assertEquals(expected, loss(new SoftmaxCrossEntropy(0.2), 1, 0, delta, 1, -2), 1e-6);
    double p = 1 / (1 + Math.exp(-3));
    assertArrayEquals(new float[] {(float) (p - 0.9), (float) (0.9 - p)}, delta, 1e-6f);
  }

  @Test
  void theLogLinkIsTheExponential() {
    for (Loss loss : new Loss[] {new PoissonLoss(), new GammaLoss(), new TweedieLoss(1.5)}) {
      float[] means = new float[4];
      loss.link(new float[] {0, 1, 3e38f, -3e38f}, 2, 2, means);
      assertEquals(1, means[0]);
      assertEquals(Math.E, means[1], 1e-6);
      assertEquals(Math.exp(40), means[2], 1e11);
      assertTrue(means[3] > 0);
      assertEquals(LabelScaling.MEAN, loss.labelScaling());
    }
  }

  @Test
  void lossesKnowTheirLabels() {
    for (Loss loss : EveryNetwork.losses()) {
      boolean values = loss.target() == Target.VALUES;
      boolean anySign = loss.labelScaling() == LabelScaling.MEAN_AND_DEVIATION;
      assertTrue(loss.accepts(1), loss.label());
      assertEquals(!(loss instanceof GammaLoss), loss.accepts(0), loss.label());
      assertEquals(anySign, loss.accepts(-1), loss.label());
      assertEquals(values, loss.accepts(0.5), loss.label());
      assertFalse(loss.accepts(Double.NaN));
      assertFalse(loss.accepts(1e39));
      assertFalse(loss.accepts(Double.POSITIVE_INFINITY));
    }
    assertEquals("finite numbers above 0", new GammaLoss().labelDomain());
  }

  @Test
  void settingsMakeTheSameLossAgain() {
    for (Loss loss : EveryNetwork.losses()) {
      assertEquals(loss, Loss.named(loss.label(), LossSettings.of(loss.settings())));
    }
    assertRefused("labelSmoothing", new LossSettings(1, 2, 1, 1.5, List.of(0.5)));
    assertRefused("focalGamma", new LossSettings(0, -1, 1, 1.5, List.of(0.5)));
    assertRefused("huberDelta", new LossSettings(0, 2, 0, 1.5, List.of(0.5)));
    assertRefused("tweediePower", new LossSettings(0, 2, 1, 2, List.of(0.5)));
    for (List<Double> wrong :
        List.of(
            List.<Double>of(),
            List.of(Double.NaN),
            List.of(0.0),
            List.of(1.0),
            List.of(0.5, 0.5),
            List.of(0.9, 0.1))) {
      assertRefused("quantile", new LossSettings(0, 2, 1, 1.5, wrong));
    }
    assertEquals(
        "unknown setting of a loss 'delta'; there are labelSmoothing, focalGamma, huberDelta,"
            + " tweediePower, quantileProbabilities",
        assertThrows(
                IllegalArgumentException.class,
                () -> LossSettings.of(Map.of("delta", List.of(1.0))))
            .getMessage());
  }

  private static void assertRefused(String name, LossSettings settings) {
    Exception error = assertThrows(IllegalArgumentException.class, settings::losses);
    assertTrue(error.getMessage().contains(name), error.getMessage());
  }
}
