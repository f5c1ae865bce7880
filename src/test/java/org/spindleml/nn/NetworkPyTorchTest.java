package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits, loss and every gradient of three whole networks as PyTorch has them; see networks.py. */
class NetworkPyTorchTest {
  /** Of the reference, in double as PyTorch's numbers: some roundings of 2⁻⁵³. */
  private static final double DOUBLE = 1e-14;

  /**
   * Of the core, in float32: its inputs and weights are exact, so these are the roundings of sums
   * of at most eight products on the way there and back, relative to the parameter's largest slope.
   */
  private static final double FLOAT = 16 * 0x1p-24;

  static List<OracleNetwork> networks() {
    return OracleNetwork.all();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theReferenceAgrees(OracleNetwork oracle) {
    ReferenceNetwork reference = oracle.reference();
    double[] w = oracle.flat("parameter");
    Rows rows = oracle.rows();
    double[] logits =
        Arrays.stream(rows.inputs())
            .flatMapToDouble(row -> Arrays.stream(reference.logits(w, row)))
            .toArray();
    assertClose(oracle.numbers("logits"), logits, DOUBLE, "logits");
    double weightSum = Arrays.stream(rows.weights()).sum();
    assertMeans(
        oracle, reference.lossSum(w, rows) / weightSum, reference.gradient(w, rows), DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theCoreAgrees(OracleNetwork oracle) {
    Network network = oracle.network();
    float[] w = oracle.initialWeights();
    Batch batch = oracle.rows().batch();
    Workspace workspace = new Workspace(network, batch.rows());
    float[] logits = network.forward(w, batch, workspace);
    double[] expected = oracle.numbers("logits");
    assertClose(expected, toDoubles(logits, expected.length), FLOAT, "logits");
    GradientSum sum = new GradientSum(network.size());
    network.addGradient(w, batch, oracle.loss(), workspace, sum);
    double[] gradient = toDoubles(sum.gradient(), network.size());
    assertMeans(oracle, sum.lossSum() / sum.weightSum(), gradient, FLOAT);
  }

  private static double[] toDoubles(float[] x, int length) {
    double[] doubles = new double[length];
    Arrays.setAll(doubles, i -> x[i]);
    return doubles;
  }

  /** The loss, and every gradient by name. */
  private static void assertMeans(
      OracleNetwork oracle, double meanLoss, double[] gradientSum, double tolerance) {
    double loss = oracle.numbers("meanLoss")[0];
    assertEquals(loss, meanLoss, tolerance * loss, "loss");
    double weightSum = Arrays.stream(oracle.rows().weights()).sum();
    double[] expected = oracle.flat("gradient");
    for (Parameter parameter : oracle.network().parameters()) {
      int end = parameter.at() + parameter.length();
      double[] mean = Arrays.copyOfRange(gradientSum, parameter.at(), end);
      Arrays.setAll(mean, i -> mean[i] / weightSum);
      double[] theirs = Arrays.copyOfRange(expected, parameter.at(), end);
      assertClose(theirs, mean, tolerance, parameter.name());
    }
  }

  private static void assertClose(
      double[] expected, double[] actual, double tolerance, String what) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance * largest, what + "[" + i + "]");
    }
    assertEquals(expected.length, actual.length, what);
  }
}
