package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The inner loop allocates nothing once it is compiled. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static final List<Loss> losses = EveryNetwork.losses();

  @ParameterizedTest(name = "{0}")
  @FieldSource("losses")
  void addGradientAllocatesNothing(Loss loss) {
    ReferenceNetwork reference =
        new ReferenceNetwork(
            30,
            List.of(
                new HiddenLayer(40, Activation.GELU),
                new HiddenLayer(20, Activation.PRELU),
                new HiddenLayer(10, Activation.SOFTMAX)),
            loss.outputs(loss instanceof LogisticLoss || loss instanceof QuantileLoss ? 2 : 5),
            loss);
    Random random = new Random(3);
    double[] w = EveryNetwork.weights(reference, random);
    float[] weights = EveryNetwork.toFloats(w);
    Batch batch = Rows.draw(64, reference, w, random).batch();
    assertAllocatesNothing(reference.core(), weights, batch, loss);
  }

  @Test
  void partsAllocateNothing() {
    Network network = Network.of(30, List.of(new HiddenLayer(40, Activation.RELU, 0.1)), 1);
    Batch batch = new Batch(64, 30, 1);
    CounterRandom random = CounterRandom.of(1, CounterRandom.Purpose.DROPOUT);
    batch.place(random, 0);
    for (int row = 0; row < 64; row++) {
      if (row == 32) {
        batch.beginPart();
        batch.place(random.at(1), 0);
      }
      batch.add(new float[31], 0, 1);
    }
    float[] weights = network.initialWeights(Initializer.AUTO, 1);
    assertAllocatesNothing(network, weights, batch, new SquaredLoss());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Normalization.class)
  void optionsAllocateNothing(Normalization normalization) {
    HiddenLayer layer = new HiddenLayer(30, Activation.PRELU, 0.5);
    NetworkOptions options = new NetworkOptions(normalization, true, 0.2);
    Network network = Network.of(30, List.of(layer, layer), 3, options);
    Loss loss = new SquaredLoss();
    ReferenceNetwork reference = new ReferenceNetwork(30, List.of(), 3, loss);
    Random random = new Random(3);
    Batch batch = Rows.draw(64, reference, EveryNetwork.weights(reference, random), random).batch();
    batch.place(CounterRandom.of(1, CounterRandom.Purpose.DROPOUT), 64);
    assertAllocatesNothing(network, network.initialWeights(Initializer.AUTO, 1), batch, loss);
  }

  private static void assertAllocatesNothing(
      Network network, float[] weights, Batch batch, Loss loss) {
    Workspace workspace = new Workspace(network, 64);
    GradientSum[] sums = {new GradientSum(network.size()), new GradientSum(network.size())};

    // Interpreted code may allocate; within these rounds some are wholly compiled.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 50 && least > 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        network.addGradient(weights, batch, loss, workspace, sums);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes in 100 calls");
  }
}
