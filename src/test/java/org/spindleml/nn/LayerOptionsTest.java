package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Normalisation, dropout and residual layers: the reference's back-propagation against central
 * differences of its loss, and the float core against the reference.
 */
class LayerOptionsTest {
  private static final long SEED = 20261122;
  private static final CounterRandom RANDOM = CounterRandom.of(5, CounterRandom.Purpose.DROPOUT);

  /**
   * Of the network's largest slope: what rounding leaves of a sum is relative to its terms, not to
   * the sum, and 1 / σ multiplies it in every normalised layer.
   */
  private static final double TOLERANCE = 256 * 0x1p-24;

  static List<EveryOption> networks() {
    return EveryOption.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void backPropagationIsTheSlopeOfTheLoss(EveryOption option) {
    Random random = new Random(SEED);
    double[] w = option.weights(random);
    EveryOption.Drawn drawn = option.draw(6, w, RANDOM, 1e-3, random);
    double[] gradient = drawn.reference().gradient(w, drawn.rows());
    double largest = largest(gradient, 0, option.network().trainedSize());
    for (int i = 0; i < option.network().trainedSize(); i++) {
      double difference = difference(drawn, w, i);
      // Below a thousandth of the largest slope, relative to that.
      double scale = Math.max(Math.abs(gradient[i]), 1e-3 * largest);
      double error = Math.abs(gradient[i] - difference) / scale;
      String where = "weight " + i + ": " + gradient[i] + ", by difference " + difference;
      assertTrue(error <= 1e-6, () -> where + ", error " + error + ", seed " + SEED);
    }
  }

  private static double largest(double[] x, int from, int length) {
    return Arrays.stream(x, from, from + length).map(Math::abs).max().orElseThrow();
  }

  /** Central difference of fourth order: the root of a variance curves more than a sum. */
  private static double difference(EveryOption.Drawn drawn, double[] w, int i) {
    double step = 3e-5;
    double near = lossAt(drawn, w, i, step) - lossAt(drawn, w, i, -step);
    double far = lossAt(drawn, w, i, 2 * step) - lossAt(drawn, w, i, -2 * step);
    return (8 * near - far) / (12 * step);
  }

  private static double lossAt(EveryOption.Drawn drawn, double[] w, int i, double change) {
    double[] moved = w.clone();
    moved[i] += change;
    return drawn.reference().lossSum(moved, drawn.rows());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theCoreAgrees(EveryOption option) {
    Random random = new Random(SEED);
    double[] w = option.weights(random);
    Network network = option.network();
    EveryOption.Drawn drawn = option.draw(50, w, RANDOM, 1e-5, random);
    Rows rows = drawn.rows();
    float[] weights = EveryNetwork.toFloats(w);
    Workspace workspace = new Workspace(network, 64);
    GradientSum sum = new GradientSum(network.size());
    Batch batch = rows.batch();
    batch.place(RANDOM, 0);
    network.addGradient(weights, batch, option.loss(), workspace, sum);

    double lossSum = drawn.reference().lossSum(w, rows);
    assertEquals(lossSum, sum.lossSum(), TOLERANCE * (1 + Math.abs(lossSum)), "loss sum");
    double[] expected = drawn.reference().gradient(w, rows);
    double largest = largest(expected, 0, network.trainedSize());
    for (Parameter parameter : network.parameters()) {
      double scale = Math.max(largest, largest(expected, parameter.at(), parameter.length()));
      for (int i = parameter.at(); i < parameter.at() + parameter.length(); i++) {
        String name = parameter.name() + "[" + (i - parameter.at()) + "], seed " + SEED;
        assertEquals(expected[i], sum.gradient()[i], TOLERANCE * scale, name);
      }
    }

    double[][] logits = drawn.reference().predict(w, rows);
    float[] predicted = network.forward(weights, batch, workspace);
    for (int r = 0; r < rows.count(); r++) {
      for (int k = 0; k < network.outputs(); k++) {
        float logit = predicted[r * network.outputs() + k];
        double scale = 1 + Math.abs(logits[r][k]);
        assertEquals(logits[r][k], logit, TOLERANCE * scale, "logit " + k + " of row " + r);
      }
    }
  }
}
