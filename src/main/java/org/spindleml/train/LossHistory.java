package org.spindleml.train;

import java.util.Arrays;

/** The mean loss of each epoch, and whether it still moves. */
public final class LossHistory {
  /** One epoch that changes nothing may be chance, ten in a row are not. */
  private static final int FLAT_EPOCHS = 10;

  private double[] losses = new double[16];
  private int size;
  private int flatEpochs;

  /**
   * Appends an epoch.
   *
   * @param meanLoss its mean loss
   * @param tol an epoch that changes the loss by no more than this, relative to the loss, is flat;
   *     0 or less for never
   */
  void add(double meanLoss, double tol) {
    if (size == losses.length) {
      losses = Arrays.copyOf(losses, 2 * size);
    }
    double change = size == 0 ? Double.NaN : Math.abs(meanLoss - losses[size - 1]);
    flatEpochs = tol > 0 && change <= tol * Math.abs(meanLoss) ? flatEpochs + 1 : 0;
    losses[size++] = meanLoss;
  }

  /**
   * Whether the loss has stopped moving.
   *
   * @return true after ten flat epochs in a row
   */
  boolean hasConverged() {
    return flatEpochs >= FLAT_EPOCHS;
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
