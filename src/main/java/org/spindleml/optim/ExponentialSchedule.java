package org.spindleml.optim;

/**
 * The same loss of rate in equal times: rate · factor^(step / steps).
 *
 * @param rate the rate of step 0, more than 0
 * @param factor what remains at step {@code steps}, more than 0 and at most 1
 * @param steps how long it takes, at least 1
 */
public record ExponentialSchedule(double rate, double factor, long steps) implements Schedule {
  /**
   * Checks the constants.
   *
   * @param rate the rate of step 0
   * @param factor what remains at step {@code steps}
   * @param steps how long it takes
   * @throws IllegalArgumentException if one is out of range
   */
  public ExponentialSchedule {
    Constants.requireRate(rate);
    Constants.requireFactor(factor);
    Constants.requireSteps(steps);
  }

  @Override
  public double at(long step) {
    return rate * StrictMath.pow(factor, (double) step / steps);
  }

  @Override
  public String toString() {
    return "exponential from " + rate + ", times " + factor + " over " + steps + " steps";
  }
}
