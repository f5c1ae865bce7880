package org.spindleml.optim;

/**
 * Half a cosine: rate · (1 + cos(π · step / steps)) / 2, and 0 from step {@code steps} on
 * (Loshchilov, Hutter, "SGDR", 2017, equation 5, without restarts). The last step of a run of so
 * many steps still moves: its rate is a little above 0.
 *
 * @param rate the rate of step 0, more than 0
 * @param steps the first step of rate 0, at least 1
 */
public record CosineSchedule(double rate, long steps) implements Schedule {
  /**
   * Checks rate and length.
   *
   * @param rate the rate of step 0
   * @param steps the first step of rate 0
   * @throws IllegalArgumentException if one is out of range
   */
  public CosineSchedule {
    Constants.requireRate(rate);
    Constants.requireSteps(steps);
  }

  @Override
  public double at(long step) {
    if (step >= steps) {
      return 0;
    }
    return rate * (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
  }

  @Override
  public String toString() {
    return "half a cosine from " + rate + " to 0 over " + steps + " steps";
  }
}
