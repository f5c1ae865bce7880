package org.spindleml.optim;

/**
 * The same rate throughout.
 *
 * @param rate the rate, more than 0
 */
public record ConstantSchedule(double rate) implements Schedule {
  /**
   * Checks the rate.
   *
   * @param rate the rate
   * @throws IllegalArgumentException unless the rate is a number above 0
   */
  public ConstantSchedule {
    Constants.requireRate(rate);
  }

  @Override
  public double at(long step) {
    return rate;
  }

  @Override
  public String toString() {
    return "constant " + rate;
  }
}
