package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference itself: its back-propagation against central differences of its loss.
 *
 * <p>With a step of 10⁻⁵ a difference is off by about 10⁻¹⁰ (curvature) and 10⁻¹⁰ (rounding).
 */
class GradientCheckTest {
  private static final long SEED = 20260114;
  private static final double STEP = 1e-5;

  static List<ReferenceNetwork> networks() {
    return EveryNetwork.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void backPropagationIsTheSlopeOfTheLoss(ReferenceNetwork network) {
    Random random = new Random(SEED);
    double[] w = EveryNetwork.weights(network, random);
    Rows rows = Rows.draw(6, network, w, random);
    double[] gradient = network.gradient(w, rows);
    double largest = 0;
    for (double g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    for (int i = 0; i < w.length; i++) {
      double difference = centralDifference(network, w, i, rows);
      // Below a thousandth of the largest slope, relative to that.
      double scale = Math.max(Math.abs(gradient[i]), 1e-3 * largest);
      double error = Math.abs(gradient[i] - difference) / scale;
      int at = i;
      assertTrue(
          error <= 1e-6,
          () ->
              "weight "
                  + at
                  + ": "
                  + gradient[at]
                  + ", by difference "
                  + difference
                  + ", error "
                  + error
                  + ", seed "
                  + SEED);
    }
  }

  private static double centralDifference(ReferenceNetwork network, double[] w, int i, Rows rows) {
    double[] moved = w.clone();
    moved[i] = w[i] + STEP;
    double above = network.lossSum(moved, rows);
    moved[i] = w[i] - STEP;
    double below = network.lossSum(moved, rows);
    return (above - below) / (2 * STEP);
  }
}
