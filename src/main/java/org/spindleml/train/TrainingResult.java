package org.spindleml.train;

/**
 * What came of a run.
 *
 * @param weights the trained weights
 * @param lossHistory mean training loss of each epoch, in the loss's own units, as met while the
 *     weights moved; of solver l-bfgs the cost that each iteration came down to
 * @param steps steps done; of solver l-bfgs iterations
 * @param evaluations gradients that the steps took; more than the steps where a solver tries
 *     several points a step, those of a search that failed included
 * @param stopReason why it ended
 */
public record TrainingResult(
    float[] weights, double[] lossHistory, long steps, long evaluations, StopReason stopReason) {

  /**
   * A run whose every step took one gradient.
   *
   * @param weights the trained weights
   * @param lossHistory mean training loss of each epoch
   * @param steps steps done
   * @param stopReason why it ended
   */
  public TrainingResult(float[] weights, double[] lossHistory, long steps, StopReason stopReason) {
    this(weights, lossHistory, steps, steps, stopReason);
  }
}
