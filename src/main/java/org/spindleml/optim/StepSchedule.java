package org.spindleml.optim;

/**
 * A fall in steps: rate · factor^⌊step / every⌋ (the usual rule of image networks; for example He,
 * Zhang, Ren, Sun, "Deep residual learning for image recognition", 2016, section 4.2).
 *
 * @param rate the rate of step 0, more than 0
 * @param factor what remains at each drop, more than 0 and at most 1
 * @param every steps from drop to drop, at least 1
 */
public record StepSchedule(double rate, double factor, long every) implements Schedule {
  /**
   * Checks the constants.
   *
   * @param rate the rate of step 0
   * @param factor what remains at each drop
   * @param every steps from drop to drop
   * @throws IllegalArgumentException if one is out of range
   */
  public StepSchedule {
    Constants.requireRate(rate);
    Constants.requireFactor(factor);
    Constants.requireSteps(every);
  }

  @Override
  public double at(long step) {
    return rate * StrictMath.pow(factor, step / every);
  }

  @Override
  public String toString() {
    return "from " + rate + ", times " + factor + " every " + every + " steps";
  }
}
