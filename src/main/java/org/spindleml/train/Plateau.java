package org.spindleml.train;

/**
 * Lowers the learning rate where the training loss has stopped falling: after {@code patience}
 * epochs in a row, each without a loss below the best so far by {@code improvement} of it, the rate
 * is multiplied by {@code factor} (PyTorch's {@code ReduceLROnPlateau}).
 *
 * <p>Unlike a {@link org.spindleml.optim.Schedule} it depends on how the run went, so its memory is
 * part of the {@link TrainingState}. PyTorch's patience p means p + 1 epochs, ours means p. And a
 * share of a negative loss is a share of its size, where PyTorch takes an equal loss for a lower
 * one.
 *
 * @param factor what remains of the rate, more than 0 and at most 1; 1 for never
 * @param patience epochs that may pass, at least 1
 * @param improvement least share of the best loss that counts, at least 0 and below 1
 */
public record Plateau(double factor, int patience, double improvement) {
  /** Leaves the rate as it is. */
  public static final Plateau NONE = new Plateau(1, 1, 0);

  /**
   * Checks the constants.
   *
   * @param factor what remains of the rate
   * @param patience epochs that may pass
   * @param improvement least share of the best loss that counts
   * @throws IllegalArgumentException if one is out of range
   */
  public Plateau {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "factor is " + factor + "; it must be above 0 and at most 1");
    }
    if (patience < 1) {
      throw new IllegalArgumentException(
          "a patience of " + patience + " epochs; at least 1 needed");
    }
    if (!(improvement >= 0 && improvement < 1)) {
      throw new IllegalArgumentException(
          "improvement is " + improvement + "; it must be at least 0 and below 1");
    }
  }

  /**
   * The rule of schedule plateau.
   *
   * @return factor and improvement as PyTorch's and Keras's, 0.1 and 10⁻⁴; patience 5, less than
   *     their 10 and than the ten epochs of {@code tol}
   */
  public static Plateau usual() {
    return new Plateau(0.1, 5, 1e-4);
  }

  /**
   * Closes an epoch.
   *
   * @param meanLoss its mean loss
   * @param state the run, whose share of the learning rate may fall
   */
  void endEpoch(double meanLoss, TrainingState state) {
    double best = state.bestLoss;
    // Nothing is a share of infinity: the first epoch is the best so far.
    if (best == Double.POSITIVE_INFINITY || meanLoss < best - improvement * Math.abs(best)) {
      state.bestLoss = meanLoss;
      state.epochsSinceBest = 0;
    } else if (++state.epochsSinceBest == patience) {
      state.rateShare *= factor;
      state.epochsSinceBest = 0;
    }
  }

  @Override
  public String toString() {
    return factor == 1
        ? "no plateau"
        : "times "
            + factor
            + " after "
            + patience
            + " epochs without "
            + improvement
            + " less loss";
  }
}
