package org.spindleml.optim;

/**
 * One cycle: from rate / 25 up to the rate at step {@code rise}, then down to rate / 250 000 at
 * step {@code steps} and from there on, both as half a cosine (Smith, Topin, "Super-convergence:
 * very fast training of neural networks using large learning rates", 2018).
 *
 * <p>The paper goes up and down in straight lines, with a short last part; half cosines and the two
 * divisors are fastai's and PyTorch's. The momentum stays what it is.
 *
 * @param rate the highest rate, more than 0
 * @param rise the step of the highest rate, at least 0
 * @param steps the first step of the lowest rate, more than {@code rise}
 */
public record OneCycleSchedule(double rate, long rise, long steps) implements Schedule {
  private static final double START_DIVISOR = 25;
  private static final double END_DIVISOR = START_DIVISOR * 1e4;

  /**
   * Checks the constants.
   *
   * @param rate the highest rate
   * @param rise the step of the highest rate
   * @param steps the first step of the lowest rate
   * @throws IllegalArgumentException if one is out of range
   */
  public OneCycleSchedule {
    Constants.requireRate(rate);
    if (!(rise >= 0 && rise < steps)) {
      throw new IllegalArgumentException(
          "one cycle over " + steps + " steps cannot be highest at step " + rise);
    }
  }

  @Override
  public double at(long step) {
    return step < rise
        ? between(rate / START_DIVISOR, rate, (double) step / rise)
        : between(rate, rate / END_DIVISOR, Math.min(1, (double) (step - rise) / (steps - rise)));
  }

  /** Half a cosine from one rate (share 0) to another (share 1). */
  private static double between(double from, double to, double share) {
    return to + (from - to) * (1 + StrictMath.cos(Math.PI * share)) / 2;
  }

  @Override
  public String toString() {
    return "one cycle over " + steps + " steps, highest " + rate + " at step " + rise;
  }
}
