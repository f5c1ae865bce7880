package org.spindleml.train;

import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.CosineSchedule;
import org.spindleml.optim.ExponentialSchedule;
import org.spindleml.optim.FlatCosineSchedule;
import org.spindleml.optim.InverseSchedule;
import org.spindleml.optim.OneCycleSchedule;
import org.spindleml.optim.PolynomialSchedule;
import org.spindleml.optim.RestartedCosineSchedule;
import org.spindleml.optim.Schedule;
import org.spindleml.optim.StepSchedule;
import org.spindleml.optim.WarmupSchedule;
import org.spindleml.table.InputException;

/**
 * What a user chooses about the learning rate.
 *
 * @param shape how it changes over the run
 * @param stepSize the highest learning rate
 * @param warmupFraction share of all steps over which it rises from 0; not of schedule oneCycle
 * @param cosineCycles how often schedule cosine falls to 0; 1 for all others
 */
public record ScheduledRate(
    LearningRateSchedule shape, double stepSize, double warmupFraction, int cosineCycles)
    implements RateSettings {

  /**
   * Checks that the choices fit each other.
   *
   * @param shape how the learning rate changes over the run
   * @param stepSize the highest learning rate
   * @param warmupFraction share of all steps over which it rises from 0
   * @param cosineCycles how often it falls to 0
   * @throws InputException if there are restarts of another schedule than cosine
   */
  public ScheduledRate {
    if (cosineCycles > 1 && shape != LearningRateSchedule.COSINE) {
      throw new InputException(
          "cosineCycles is "
              + cosineCycles
              + " but learningRateSchedule is "
              + shape.label()
              + "; only cosine starts again");
    }
  }

  @Override
  public Schedule schedule(long steps) {
    long warmup = shape == LearningRateSchedule.ONE_CYCLE ? 0 : Math.round(warmupFraction * steps);
    Schedule then = afterWarmup(Math.max(1, steps - warmup));
    return warmup == 0 ? then : new WarmupSchedule(warmup, then);
  }

  @Override
  public Plateau plateau() {
    return shape == LearningRateSchedule.PLATEAU ? Plateau.usual() : Plateau.NONE;
  }

  @Override
  public boolean stretches() {
    boolean flat = shape == LearningRateSchedule.CONSTANT || shape == LearningRateSchedule.PLATEAU;
    return !flat || warmupFraction > 0;
  }

  /** The shapes that {@link LearningRateSchedule} promises, over so many steps. */
  private Schedule afterWarmup(long steps) {
    return switch (shape) {
      case CONSTANT, PLATEAU -> new ConstantSchedule(stepSize);
      case STEP -> new StepSchedule(stepSize, 0.1, (steps + 2) / 3);
      case EXPONENTIAL -> new ExponentialSchedule(stepSize, 0.01, steps);
      case INVERSE -> new InverseSchedule(stepSize, 0.1, steps);
      case POLYNOMIAL -> new PolynomialSchedule(stepSize, 1, steps);
      case COSINE ->
          cosineCycles == 1
              ? new CosineSchedule(stepSize, steps)
              : new RestartedCosineSchedule(stepSize, cosineCycles, steps);
      case ONE_CYCLE -> new OneCycleSchedule(stepSize, 3 * steps / 10, steps);
      case FLAT_COSINE -> {
        long flat = 3 * steps / 4;
        yield new FlatCosineSchedule(flat, new CosineSchedule(stepSize, steps - flat));
      }
    };
  }
}
