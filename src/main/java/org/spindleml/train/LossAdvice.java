package org.spindleml.train;

import java.util.Locale;
import java.util.Optional;

/** What to try where the loss of a run has risen, though no number became infinite or NaN. */
public final class LossAdvice {
  private LossAdvice() {}

  /**
   * Advises where the training loss of the last epoch is above that of the first.
   *
   * @param result how the run went
   * @return a line for a user; empty where there is nothing to say
   */
  public static Optional<String> of(TrainingResult result) {
    double[] losses = result.lossHistory();
    int epochs = losses.length;
    if (result.stopReason() == StopReason.DIVERGED
        || epochs == 0
        || !(losses[epochs - 1] > losses[0])) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the mean training loss rose from %.4g in epoch 1 to %.4g in epoch %d; a lower stepSize"
                + " may help",
            losses[0],
            losses[epochs - 1],
            epochs));
  }
}
