package org.spindleml.optim;

/**
 * Inverse time: rate / (1 + (1 / factor − 1) · step / steps). Its sum grows beyond any bound, that
 * of its squares does not (Robbins, Monro, "A stochastic approximation method", 1951).
 *
 * @param rate the rate of step 0, more than 0
 * @param factor what remains at step {@code steps}, more than 0 and at most 1
 * @param steps how long it takes, at least 1
 */
public record InverseSchedule(double rate, double factor, long steps) implements Schedule {
  /**
   * Checks the constants.
   *
   * @param rate the rate of step 0
   * @param factor what remains at step {@code steps}
   * @param steps how long it takes
   * @throws IllegalArgumentException if one is out of range
   */
  public InverseSchedule {
    Constants.requireRate(rate);
    Constants.requireFactor(factor);
    Constants.requireSteps(steps);
  }

  @Override
  public double at(long step) {
    return rate / (1 + (1 / factor - 1) * step / steps);
  }

  @Override
  public String toString() {
    return "inverse time from " + rate + ", times " + factor + " over " + steps + " steps";
  }
}
