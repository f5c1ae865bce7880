package org.spindleml.train;

import java.util.List;

/**
 * What came of a run.
 *
 * @param weights the trained weights
 * @param epochs how each epoch went; of full-batch solvers each iteration
 * @param steps steps done; of solver l-bfgs iterations
 * @param evaluations gradients that the steps took; more than the steps where a solver tries
 *     several points a step, those of a search that failed included
 * @param stopReason why it ended
 * @param bestEpoch the epoch at whose end the weights were those that are kept, counted from 1; 0
 *     for the initial weights
 */
public record TrainingResult(
    float[] weights,
    List<EpochRecord> epochs,
    long steps,
    long evaluations,
    StopReason stopReason,
    int bestEpoch) {

  /**
   * Where the time of all epochs went.
   *
   * @return the sums
   */
  public EpochSeconds seconds() {
    return epochs.stream()
        .map(EpochRecord::seconds)
        .reduce(new EpochSeconds(0, 0, 0), EpochSeconds::plus);
  }

  /**
   * The training losses.
   *
   * @return mean training loss of each epoch, in the loss's own units, as met while the weights
   *     moved; of solver l-bfgs the cost that each iteration came down to
   */
  public double[] lossHistory() {
    return epochs.stream().mapToDouble(EpochRecord::loss).toArray();
  }
}
