package org.spindleml.train;

import org.spindleml.optim.Schedule;

/**
 * What a user chooses about the learning rate.
 *
 * @param shape how it changes over the run
 * @param stepSize the highest learning rate
 * @param warmupFraction share of all steps over which it rises from 0; not of schedule oneCycle
 */
public record RateSettings(LearningRateSchedule shape, double stepSize, double warmupFraction) {

  /**
   * The learning rate of each step.
   *
   * @param steps steps of the whole run
   * @return the schedule, warm-up included
   */
  public Schedule schedule(long steps) {
    long warmup = shape == LearningRateSchedule.ONE_CYCLE ? 0 : Math.round(warmupFraction * steps);
    Schedule then = afterWarmup(Math.max(1, steps - warmup));
    return warmup == 0 ? then : new Schedule.Warmup(warmup, then);
  }

  /**
   * What lowers the learning rate of the schedule where the loss has stopped falling.
   *
   * @return the rule; one that does nothing unless the schedule is plateau
   */
  public Plateau plateau() {
    return shape == LearningRateSchedule.PLATEAU ? Plateau.usual() : Plateau.NONE;
  }

  /** The shapes that {@link LearningRateSchedule} promises, over so many steps. */
  private Schedule afterWarmup(long steps) {
    return switch (shape) {
      case CONSTANT, PLATEAU -> new Schedule.Constant(stepSize);
      case STEP -> new Schedule.Step(stepSize, 0.1, (steps + 2) / 3);
      case EXPONENTIAL -> new Schedule.Exponential(stepSize, 0.01, steps);
      case INVERSE -> new Schedule.Inverse(stepSize, 0.1, steps);
      case POLYNOMIAL -> new Schedule.Polynomial(stepSize, 1, steps);
      case COSINE -> new Schedule.Cosine(stepSize, steps);
      case ONE_CYCLE -> new Schedule.OneCycle(stepSize, 3 * steps / 10, steps);
      case FLAT_COSINE -> {
        long flat = 3 * steps / 4;
        yield new Schedule.FlatCosine(flat, new Schedule.Cosine(stepSize, steps - flat));
      }
    };
  }
}
