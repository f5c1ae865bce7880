package org.spindleml.optim;

/**
 * An exponential rise from one rate to another: from · (to / from)^(step / (steps − 1)), the same
 * factor at every step. Not to train with, but to see which rates a run can take (Smith, "Cyclical
 * learning rates for training neural networks", 2017, section 3.3, whose rise is a straight line).
 *
 * @param from the rate of step 0, more than 0
 * @param to the rate of the last step, more than {@code from}
 * @param steps steps of the rise, at least 2
 */
public record RangeTestSchedule(double from, double to, long steps) implements Schedule {
  /**
   * Checks the constants.
   *
   * @param from the rate of step 0
   * @param to the rate of the last step
   * @param steps steps of the rise
   * @throws IllegalArgumentException if one is out of range
   */
  public RangeTestSchedule {
    Constants.requireRate(from);
    Constants.requireRate(to);
    if (!(from < to && to / from < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning rates cannot rise from " + from + " to " + to);
    }
    if (steps < 2) {
      throw new IllegalArgumentException("a rise over " + steps + " steps; at least 2 needed");
    }
  }

  @Override
  public double at(long step) {
    return from * StrictMath.pow(to / from, (double) step / (steps - 1));
  }

  @Override
  public String toString() {
    return "exponential from " + from + " up to " + to + " over " + steps + " steps";
  }
}
