package org.spindleml.optim;

/**
 * A polynomial: rate · (1 − step / steps)^power, and 0 from step {@code steps} on. Power 1 is a
 * straight line.
 *
 * @param rate the rate of step 0, more than 0
 * @param power the exponent, more than 0
 * @param steps the first step of rate 0, at least 1
 */
public record PolynomialSchedule(double rate, double power, long steps) implements Schedule {
  /**
   * Checks the constants.
   *
   * @param rate the rate of step 0
   * @param power the exponent
   * @param steps the first step of rate 0
   * @throws IllegalArgumentException if one is out of range
   */
  public PolynomialSchedule {
    Constants.requireRate(rate);
    Constants.requireSteps(steps);
    if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("power is " + power + "; it must be a number above 0");
    }
  }

  @Override
  public double at(long step) {
    return step < steps ? rate * StrictMath.pow((double) (steps - step) / steps, power) : 0;
  }

  @Override
  public String toString() {
    return "polynomial of power " + power + " from " + rate + " to 0 over " + steps + " steps";
  }
}
