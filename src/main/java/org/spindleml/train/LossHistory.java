package org.spindleml.train;

import java.util.Arrays;

/** The mean loss of each epoch, and whether it still improves. */
public final class LossHistory {
  /** Mini-batch losses are noisy: one epoch without improvement means nothing, ten do. */
  private static final int EPOCHS_WITHOUT_IMPROVEMENT = 10;

  private double[] losses = new double[16];
  private int size;
  private double best = Double.POSITIVE_INFINITY;
  private int sinceBest;

  /**
   * Appends an epoch.
   *
   * @param meanLoss its mean loss
   * @param tol by how much, relative to the best loss so far, an epoch must be better to count as
   *     an improvement
   */
  void add(double meanLoss, double tol) {
    if (size == losses.length) {
      losses = Arrays.copyOf(losses, 2 * size);
    }
    losses[size++] = meanLoss;
    sinceBest = meanLoss < best - tol * Math.abs(best) || size == 1 ? 0 : sinceBest + 1;
    best = Math.min(best, meanLoss);
  }

  /**
   * Whether the loss has stopped improving.
   *
   * @return true after ten epochs in a row without improvement
   */
  boolean hasConverged() {
    return sinceBest >= EPOCHS_WITHOUT_IMPROVEMENT;
  }

  /**
   * The mean losses.
   *
   * @return a copy, one an epoch
   */
  public double[] toArray() {
    return Arrays.copyOf(losses, size);
  }
}
