package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
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
    Network network = reference.core();
    Workspace workspace = new Workspace(network, 64);
    GradientSum sum = new GradientSum(network.size());

    // Interpreted code may allocate; within these rounds some are wholly compiled.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 50 && least > 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        network.addGradient(weights, batch, loss, workspace, sum);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes in 100 calls");
  }
}
