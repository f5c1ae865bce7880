package org.spindleml.optim;

/** The learning rate as a pure function of the step. */
public sealed interface Schedule {
  /**
   * The learning rate of a step.
   *
   * @param step the step, counted from 0
   * @return the rate, the same bits on every machine
   */
  double at(long step);

  /**
   * The same rate throughout.
   *
   * @param rate the rate, more than 0
   */
  record Constant(double rate) implements Schedule {
    /**
     * Checks the rate.
     *
     * @param rate the rate
     * @throws IllegalArgumentException unless the rate is a number above 0
     */
    public Constant {
      requireRate(rate);
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

  /**
   * A fall in steps: rate · factor^⌊step / every⌋ (the usual rule of image networks; for example
   * He, Zhang, Ren, Sun, "Deep residual learning for image recognition", 2016, section 4.2).
   *
   * @param rate the rate of step 0, more than 0
   * @param factor what remains at each drop, more than 0 and at most 1
   * @param every steps from drop to drop, at least 1
   */
  record Step(double rate, double factor, long every) implements Schedule {
    /**
     * Checks the constants.
     *
     * @param rate the rate of step 0
     * @param factor what remains at each drop
     * @param every steps from drop to drop
     * @throws IllegalArgumentException if one is out of range
     */
    public Step {
      requireRate(rate);
      requireFactor(factor);
      requireSteps(every);
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

  /**
   * The same loss of rate in equal times: rate · factor^(step / steps).
   *
   * @param rate the rate of step 0, more than 0
   * @param factor what remains at step {@code steps}, more than 0 and at most 1
   * @param steps how long it takes, at least 1
   */
  record Exponential(double rate, double factor, long steps) implements Schedule {
    /**
     * Checks the constants.
     *
     * @param rate the rate of step 0
     * @param factor what remains at step {@code steps}
     * @param steps how long it takes
     * @throws IllegalArgumentException if one is out of range
     */
    public Exponential {
      requireRate(rate);
      requireFactor(factor);
      requireSteps(steps);
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

  /**
   * Inverse time: rate / (1 + (1 / factor − 1) · step / steps). Its sum grows beyond any bound,
   * that of its squares does not (Robbins, Monro, "A stochastic approximation method", 1951).
   *
   * @param rate the rate of step 0, more than 0
   * @param factor what remains at step {@code steps}, more than 0 and at most 1
   * @param steps how long it takes, at least 1
   */
  record Inverse(double rate, double factor, long steps) implements Schedule {
    /**
     * Checks the constants.
     *
     * @param rate the rate of step 0
     * @param factor what remains at step {@code steps}
     * @param steps how long it takes
     * @throws IllegalArgumentException if one is out of range
     */
    public Inverse {
      requireRate(rate);
      requireFactor(factor);
      requireSteps(steps);
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

  /**
   * A polynomial: rate · (1 − step / steps)^power, and 0 from step {@code steps} on. Power 1 is a
   * straight line.
   *
   * @param rate the rate of step 0, more than 0
   * @param power the exponent, more than 0
   * @param steps the first step of rate 0, at least 1
   */
  record Polynomial(double rate, double power, long steps) implements Schedule {
    /**
     * Checks the constants.
     *
     * @param rate the rate of step 0
     * @param power the exponent
     * @param steps the first step of rate 0
     * @throws IllegalArgumentException if one is out of range
     */
    public Polynomial {
      requireRate(rate);
      requireSteps(steps);
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

  /**
   * Half a cosine: rate · (1 + cos(π · step / steps)) / 2, and 0 from step {@code steps} on
   * (Loshchilov, Hutter, "SGDR", 2017, equation 5, without restarts). The last step of a run of so
   * many steps still moves: its rate is a little above 0.
   *
   * @param rate the rate of step 0, more than 0
   * @param steps the first step of rate 0, at least 1
   */
  record Cosine(double rate, long steps) implements Schedule {
    /**
     * Checks rate and length.
     *
     * @param rate the rate of step 0
     * @param steps the first step of rate 0
     * @throws IllegalArgumentException if one is out of range
     */
    public Cosine {
      requireRate(rate);
      requireSteps(steps);
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

  /**
   * The highest rate for a while, then half a cosine: then.at(0) while step &lt; {@code flat},
   * afterwards then.at(step − flat) (fastai's {@code fit_flat_cos}).
   *
   * @param flat steps at the highest rate, at least 0
   * @param then the fall; it counts its own steps from 0
   */
  record FlatCosine(long flat, Cosine then) implements Schedule {
    /**
     * Checks the length.
     *
     * @param flat steps at the highest rate
     * @param then the fall
     * @throws IllegalArgumentException if there are fewer than 0 flat steps
     */
    public FlatCosine {
      if (flat < 0) {
        throw new IllegalArgumentException("a flat part of " + flat + " steps");
      }
    }

    @Override
    public double at(long step) {
      return step < flat ? then.rate() : then.at(step - flat);
    }

    @Override
    public String toString() {
      return "flat over " + flat + " steps, then " + then;
    }
  }

  /**
   * One cycle: from rate / 25 up to the rate at step {@code rise}, then down to rate / 250 000 at
   * step {@code steps} and from there on, both as half a cosine (Smith, Topin, "Super-convergence:
   * very fast training of neural networks using large learning rates", 2018).
   *
   * <p>The paper goes up and down in straight lines, with a short last part; half cosines and the
   * two divisors are fastai's and PyTorch's. The momentum stays what it is.
   *
   * @param rate the highest rate, more than 0
   * @param rise the step of the highest rate, at least 0
   * @param steps the first step of the lowest rate, more than {@code rise}
   */
  record OneCycle(double rate, long rise, long steps) implements Schedule {
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
    public OneCycle {
      requireRate(rate);
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

  /**
   * A linear rise before another schedule: then.at(0) · (step + 1) / (steps + 1) while step &lt;
   * {@code steps}, afterwards then.at(step − steps). So no step is wasted on rate 0, and step
   * {@code steps} itself, the first one after the rise, continues the line.
   *
   * @param steps steps of the rise, at least 0
   * @param then what follows; it counts its own steps from 0
   */
  record Warmup(long steps, Schedule then) implements Schedule {
    /**
     * Checks the length.
     *
     * @param steps steps of the rise
     * @param then what follows
     * @throws IllegalArgumentException if the rise has fewer than 0 steps
     */
    public Warmup {
      if (steps < 0) {
        throw new IllegalArgumentException("a warm-up of " + steps + " steps");
      }
    }

    @Override
    public double at(long step) {
      return step < steps ? then.at(0) * (step + 1) / (steps + 1) : then.at(step - steps);
    }

    @Override
    public String toString() {
      return "warm-up over " + steps + " steps, then " + then;
    }
  }

  private static void requireRate(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate is " + rate + "; it must be a number above 0");
    }
  }

  private static void requireFactor(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "factor is " + factor + "; it must be above 0 and at most 1");
    }
  }

  private static void requireSteps(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a schedule over " + steps + " steps; at least 1 needed");
    }
  }
}
