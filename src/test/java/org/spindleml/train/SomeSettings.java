package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.SoftmaxCrossEntropy;

/** Settings for tests that care for a few of them. */
public final class SomeSettings {
  private SomeSettings() {}

  /** A classifier with one hidden layer. */
  public static TrainingSettings of(Solver solver, int batchSize) {
    return new TrainingSettings(
        List.of(new HiddenLayer(8, Activation.TANH)),
        new SoftmaxCrossEntropy(),
        Initializer.AUTO,
        solver,
        LearningRateSchedule.CONSTANT,
        0.01,
        0,
        0.9,
        0.01,
        0,
        0,
        0,
        0,
        4,
        batchSize,
        256,
        0,
        3,
        true);
  }
}
