package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The float core against the reference in double: logits, loss sum, every gradient by name.
 *
 * <p>Tolerance. A row's gradient is a product of at most eight factors (four layers, there and
 * back), each a sum of at most ten products behind an elementwise function that is off by a few
 * roundings of 2⁻²⁴. Adding a hundred rows rounds once more for every row. Were all of these in the
 * same direction there would be some 200; they are not, and 64 leaves room. It is relative to the
 * sum of absolute values, which is what rounding knows of where terms cancel.
 */
class NetworkAgainstReferenceTest {
  private static final long SEED = 7;
  private static final int ROWS = 100;
  private static final double TOLERANCE = 64 * 0x1p-24;

  static List<Arguments> networksAndBlockSizes() {
    List<Arguments> table = new ArrayList<>();
    for (ReferenceNetwork network : EveryNetwork.all()) {
      for (int blockSize : new int[] {1, 7, 64}) {
        table.add(Arguments.of(network, blockSize));
      }
    }
    return table;
  }

  @ParameterizedTest(name = "{0}, blocks of {1}")
  @MethodSource("networksAndBlockSizes")
  void agrees(ReferenceNetwork reference, int blockSize) {
    Random random = new Random(SEED);
    double[] w = EveryNetwork.weights(reference, random);
    Rows rows = Rows.draw(ROWS, reference, w, random);

    Network network = reference.core();
    float[] weights = EveryNetwork.toFloats(w);
    Workspace workspace = new Workspace(network, blockSize);
    GradientSum sum = new GradientSum(network.size());
    for (int from = 0; from < ROWS; from += blockSize) {
      Batch batch = rows.batch(from, Math.min(ROWS, from + blockSize));
      network.addGradient(weights, batch, reference.loss(), workspace, sum);
      float[] logits = network.forward(weights, batch, workspace);
      for (int r = 0; r < batch.rows(); r++) {
        assertLogits(reference.logits(w, rows.inputs()[from + r]), logits, r);
      }
    }

    double lossSum = reference.lossSum(w, rows);
    double lossScale = lossMagnitude(reference, w, rows);
    assertEquals(lossSum, sum.lossSum(), TOLERANCE * lossScale, "loss sum, seed " + SEED);
    assertEquals(ROWS, sum.rows());
    double[] expected = reference.gradient(w, rows);
    double[] magnitude = magnitude(reference, w, rows);
    for (Parameter parameter : network.parameters()) {
      assertParameter(parameter, expected, magnitude, sum.gradient());
    }
  }

  private static void assertLogits(double[] expected, float[] logits, int row) {
    double scale = 1;
    for (double z : expected) {
      scale = Math.max(scale, Math.abs(z));
    }
    for (int k = 0; k < expected.length; k++) {
      float z = logits[row * expected.length + k];
      assertEquals(expected[k], z, TOLERANCE * scale, "logit " + k + ", seed " + SEED);
    }
  }

  /** Σ weight × (|loss| + what the rounding of logits near 1 makes of it). */
  private static double lossMagnitude(ReferenceNetwork reference, double[] w, Rows rows) {
    double magnitude = 0;
    for (int r = 0; r < rows.count(); r++) {
      double[] z = reference.logits(w, rows.inputs()[r]);
      double loss = Math.abs(ReferenceLoss.value(reference.loss(), z, rows.labels()[r]));
      for (double slope : ReferenceLoss.slope(reference.loss(), z, rows.labels()[r])) {
        loss += Math.abs(slope);
      }
      magnitude += rows.weights()[r] * loss;
    }
    return magnitude;
  }

  /** Σ weight × |gradient|: what the rounding of a sum is relative to. */
  private static double[] magnitude(ReferenceNetwork reference, double[] w, Rows rows) {
    double[] magnitude = new double[w.length];
    for (int r = 0; r < rows.count(); r++) {
      double[] g = reference.gradient(w, rows.inputs()[r], rows.labels()[r]);
      for (int i = 0; i < w.length; i++) {
        magnitude[i] += rows.weights()[r] * Math.abs(g[i]);
      }
    }
    return magnitude;
  }

  private static void assertParameter(
      Parameter parameter, double[] expected, double[] magnitude, float[] gradient) {
    double scale = 0;
    for (int i = parameter.at(); i < parameter.at() + parameter.length(); i++) {
      scale = Math.max(scale, magnitude[i]);
    }
    for (int i = parameter.at(); i < parameter.at() + parameter.length(); i++) {
      double error = Math.abs(expected[i] - gradient[i]) / scale;
      int at = i;
      assertTrue(
          Math.abs(expected[i] - gradient[i]) <= TOLERANCE * scale,
          () ->
              parameter.name()
                  + "["
                  + (at - parameter.at())
                  + "] is "
                  + gradient[at]
                  + ", not "
                  + expected[at]
                  + ", error "
                  + error
                  + ", seed "
                  + SEED);
    }
  }
}
