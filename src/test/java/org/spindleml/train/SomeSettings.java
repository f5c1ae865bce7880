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
        new NetworkSettings(
            List.of(new HiddenLayer(8, Activation.TANH)),
            new InitialWeights.Drawn(Initializer.AUTO)),
        new SoftmaxCrossEntropy(),
        new ScheduledRate(LearningRateSchedule.CONSTANT, 0.01, 0, 1),
        update(solver),
        new RunSettings(4, batchSize, 256, 0, 3),
        Validation.NONE,
        true);
  }

  /** The same settings with rounds of local steps. */
  public static TrainingSettings local(TrainingSettings s, int steps, int workers) {
    RunSettings run = s.run();
    return new TrainingSettings(
        s.network(),
        s.loss(),
        s.rate(),
        s.update(),
        new RunSettings(
            run.maxIter(),
            run.batchSize(),
            run.blockSize(),
            run.tol(),
            run.seed(),
            new LocalStepSettings(steps, workers, LocalStepSettings.USUAL_MOMENTUM)),
        s.validation(),
        s.standardize());
  }

  /** Without penalty and without bounds on the gradient. */
  public static UpdateSettings update(Solver solver) {
    return new UpdateSettings(solver, 0.9, 0.01, 0, 0, 0, 0, 0);
  }
}
