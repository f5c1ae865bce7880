package org.spindleml.optim;

/**
 * Half a cosine several times over, each time from the full rate: period c takes the steps from ⌊c
 * · steps / cycles⌋ up to the next period's first, and inside it the rate is that of {@link
 * CosineSchedule} over its own length; 0 from step {@code steps} on (Loshchilov, Hutter, "SGDR:
 * stochastic gradient descent with warm restarts", 2017, equation 5).
 *
 * <p>The paper's periods may grow by a factor; these are equal but for a step. Where there are
 * fewer steps than cycles, each step is a period of its own, hence of the full rate.
 *
 * @param rate the rate at each start, more than 0
 * @param cycles how many periods there are, at least 1
 * @param steps the first step of rate 0 for good, at least 1
 */
public record RestartedCosineSchedule(double rate, int cycles, long steps) implements Schedule {
  /**
   * Checks the constants.
   *
   * @param rate the rate at each start
   * @param cycles how many periods there are
   * @param steps the first step of rate 0 for good
   * @throws IllegalArgumentException if one is out of range
   */
  public RestartedCosineSchedule {
    Constants.requireRate(rate);
    Constants.requireSteps(steps);
    if (cycles < 1) {
      throw new IllegalArgumentException("a cosine of " + cycles + " periods; at least 1 needed");
    }
    if (steps > Long.MAX_VALUE / cycles) {
      throw new IllegalArgumentException(cycles + " periods over " + steps + " steps");
    }
  }

  @Override
  public double at(long step) {
    if (step >= steps) {
      return 0;
    }
    // The last period that begins at or before the step.
    long cycle = ((step + 1) * cycles - 1) / steps;
    long start = cycle * steps / cycles;
    long end = (cycle + 1) * steps / cycles;
    return rate * (1 + StrictMath.cos(Math.PI * (step - start) / (end - start))) / 2;
  }

  @Override
  public String toString() {
    return cycles + " half cosines, each from " + rate + " to 0, over " + steps + " steps";
  }
}
