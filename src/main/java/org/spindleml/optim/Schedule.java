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
      if (steps < 1) {
        throw new IllegalArgumentException("a cosine over " + steps + " steps; at least 1 needed");
      }
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
}
