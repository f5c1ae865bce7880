package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spindleml.linalg.Bf16Gemm;
import org.spindleml.linalg.Gemm;
import org.spindleml.linalg.NaiveBf16Gemm;

/** Gradients whose products take rounded numbers, beside those of float32. */
class RoundedProductsTest {
  private static final int ROWS = 40;
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  private static Network network(Precision precision, int... units) {
    List<HiddenLayer> hidden =
        List.of(
            new HiddenLayer(units[1], Activation.TANH), new HiddenLayer(units[2], Activation.GELU));
    return Network.of(
        units[0],
        hidden,
        3,
        new NetworkOptions(Normalization.LAYER, true, 0, precision, Precision.FLOAT32));
  }

  private static Batch batch(int inputs) {
    Random random = new Random(5);
    Batch batch = new Batch(ROWS, inputs, 1);
    float[] row = new float[inputs + 1];
    for (int r = 0; r < ROWS; r++) {
      for (int j = 0; j < inputs; j++) {
        row[j] = (float) random.nextGaussian();
      }
      row[inputs] = random.nextInt(3);
      batch.add(row, 0, 1);
    }
    return batch;
  }

  /** The gradient at the second of two steps. */
  private static float[] gradient(Network network, Bf16Gemm bf16) {
    try (Workspace workspace = new Workspace(network, ROWS, Gemm.best(), bf16)) {
      GradientSum sum = null;
      for (int seed = 1; seed <= 2; seed++) {
        float[] weights = network.initialWeights(Initializer.AUTO, seed);
        sum = new GradientSum(network.size());
        workspace.beginStep(weights);
        network.addGradient(weights, batch(network.inputs()), LOSS, workspace, sum);
      }
      return sum.gradient();
    }
  }

  /** |x - y| / |x| over a layer's weights. */
  private static double distance(Layer layer, float[] x, float[] y) {
    double difference = 0;
    double size = 0;
    for (int i = layer.at(); i < layer.end(); i++) {
      difference += Math.pow(x[i] - y[i], 2);
      size += Math.pow(x[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  @Test
  void differFromFloat32ByTheRounding() {
    Network network = network(Precision.BF16, 70, 96, 96);
    assertEquals(network.layers().subList(0, 2), network.rounded());
    float[] exact = gradient(network, null);
    float[] rounded = gradient(network, new NaiveBf16Gemm());
    for (Layer layer : network.layers()) {
      double distance = distance(layer, exact, rounded);
      // A rounded number is off by 2⁻⁹ of itself at most.
      assertTrue(distance > 0x1p-13 && distance < 0x1p-6, () -> layer + ": " + distance);
    }
  }

  @Test
  void smallLayersAreNotRounded() {
    Network network = network(Precision.BF16, 63, 63, 63);
    assertEquals(List.of(), network.rounded());
    assertArrayEquals(gradient(network, null), gradient(network, new NaiveBf16Gemm()));
    assertEquals("no layer is large enough to gain by it", network.whyNotRounded().orElseThrow());
    assertEquals(Gemm.best().id(), network.kernel());
  }

  @Test
  void float32RoundsNothing() {
    Network network = network(Precision.FLOAT32, 70, 96, 96);
    assertEquals(List.of(), network.rounded());
    assertEquals(Gemm.best().id(), network.kernel());
    assertTrue(network.whyNotRounded().isEmpty());
    float[] same = gradient(network(Precision.BF16, 70, 96, 96), null);
    assertArrayEquals(same, gradient(network, new NaiveBf16Gemm()));
  }

  @Test
  void aModelKnowsNothingOfIt() {
    Network network = network(Precision.BF16, 70, 96, 96);
    assertEquals(Precision.FLOAT32, network.withoutDropout().options().precision());
  }

  @Test
  void theMachinesKernelAgreesWithTheDefinition() {
    Network network = network(Precision.BF16, 70, 96, 96);
    assumeTrue(network.whyNotRounded().isEmpty(), () -> "no kernel: " + network.whyNotRounded());
    Bf16Gemm kernel = Bf16Gemm.offered().orElseThrow();
    float[] naive = gradient(network, new NaiveBf16Gemm());
    float[] fast = gradient(network, kernel);
    for (Layer layer : network.layers()) {
      double distance = distance(layer, naive, fast);
      // Another order of sums moves some numbers to another bfloat16.
      assertTrue(distance < 0x1p-10, () -> layer + ": " + distance);
    }
    assertEquals(Gemm.best().id() + ", " + kernel.id() + " in hidden1 hidden2", network.kernel());
  }
}
