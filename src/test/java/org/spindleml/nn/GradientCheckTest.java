package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every loss × activation × {plain, dropout, batch norm, layer norm, residual, parametric slopes,
 * offset, weights, several targets}: the reference's back-propagation against central differences
 * of its loss, all in double, and the float core against the reference.
 */
class GradientCheckTest {
  private static final long SEED = 20260114;

  /** Of a slope, or of a thousandth of the largest one where that is more. */
  private static final double BY_DIFFERENCE = 1e-6;

  /**
   * Of the network's largest slope, or of 1 for a logit or loss near 0: 128 roundings of 2⁻²⁴, for
   * a normalisation divides by what may be a small deviation. The largest seen is 43.
   */
  private static final double OF_CORE = 128 * 0x1p-24;

  static List<GradientGrid> grid() {
    return GradientGrid.all();
  }

  static List<ReferenceNetwork> depths() {
    return EveryNetwork.all();
  }

  /** 5 of 16 losses are of classes, which have one target; the others have 9 kinds. */
  @Test
  void theGridIsWhole() {
    int losses = EveryNetwork.losses().size();
    long classes = EveryNetwork.losses().stream().filter(l -> l.target() == Target.CLASS).count();
    assertEquals(16, losses);
    assertEquals(5, classes);
    assertEquals(13 * (9 * losses - classes), grid().size());
    assertEquals(1807, grid().size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("grid")
  void everyCombination(GradientGrid cell) {
    Random random = new Random(SEED);
    Network network = cell.network();
    double[] w = cell.weights(network, random);
    int count = 5;
    ReferenceBlock reference = cell.reference(network, count);
    Rows rows = cell.rows(reference, w, count, 1e-3, random);
    double[] gradient = reference.gradient(w, rows);
    assertSlopes(gradient, network.trainedSize(), w, moved -> reference.lossSum(moved, rows));
    assertCoreAgrees(network, w, rows, reference, gradient);
  }

  /** Networks of no to three hidden layers of odd widths. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("depths")
  void everyDepth(ReferenceNetwork network) {
    Random random = new Random(SEED);
    double[] w = EveryNetwork.weights(network, random);
    Rows rows = Rows.draw(6, network, w, random);
    double[] gradient = network.gradient(w, rows);
    assertSlopes(gradient, w.length, w, moved -> network.lossSum(moved, rows));
  }

  private static void assertSlopes(
      double[] gradient, int size, double[] w, ToDoubleFunction<double[]> loss) {
    double largest = GradientGrid.largest(gradient, 0, size);
    for (int i = 0; i < size; i++) {
      double difference = centralDifference(w, i, loss);
      double scale = Math.max(Math.abs(gradient[i]), 1e-3 * largest);
      double error = Math.abs(gradient[i] - difference) / scale;
      String where = "weight " + i + ": " + gradient[i] + ", by difference " + difference;
      assertTrue(error <= BY_DIFFERENCE, () -> where + ", error " + error + ", seed " + SEED);
    }
  }

  /** Of fourth order: the root of a variance curves more than a sum. */
  private static double centralDifference(double[] w, int i, ToDoubleFunction<double[]> loss) {
    double step = 3e-5;
    double[] moved = w.clone();
    double[] at = new double[5];
    for (int k : new int[] {-2, -1, 1, 2}) {
      moved[i] = w[i] + k * step;
      at[k + 2] = loss.applyAsDouble(moved);
    }
    return (8 * (at[3] - at[1]) - (at[4] - at[0])) / (12 * step);
  }

  private static void assertCoreAgrees(
      Network network, double[] w, Rows rows, ReferenceBlock reference, double[] gradient) {
    Workspace workspace = new Workspace(network, rows.count());
    GradientSum sum = new GradientSum(network.size());
    Batch batch = rows.batch();
    batch.place(GradientGrid.DROPOUT, 0);
    float[] weights = EveryNetwork.toFloats(w);
    network.addGradient(weights, batch, reference.loss(), workspace, sum);
    double lossSum = reference.lossSum(w, rows);
    assertEquals(lossSum, sum.lossSum(), OF_CORE * (1 + Math.abs(lossSum)), "loss, seed " + SEED);
    double largest = GradientGrid.largest(gradient, 0, network.trainedSize());
    for (Parameter parameter : network.parameters()) {
      int end = parameter.at() + parameter.length();
      double scale = Math.max(largest, GradientGrid.largest(gradient, parameter.at(), end));
      for (int i = parameter.at(); i < end; i++) {
        String name = parameter.name() + "[" + (i - parameter.at()) + "], seed " + SEED;
        assertEquals(gradient[i], sum.gradient()[i], OF_CORE * scale, name);
      }
    }
    double[][] logits = reference.predict(w, rows);
    float[] predicted = network.forward(weights, batch, workspace);
    for (int r = 0; r < rows.count(); r++) {
      for (int k = 0; k < network.outputs(); k++) {
        double scale = 1 + Math.abs(logits[r][k]);
        float logit = predicted[r * network.outputs() + k];
        assertEquals(logits[r][k], logit, OF_CORE * scale, "logit " + k + " of row " + r);
      }
    }
  }
}
