package org.spindleml.train;

import java.util.Arrays;
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
   * A run of which nothing but its losses is known.
   *
   * @param weights the trained weights
   * @param losses mean training loss of each epoch
   * @param steps steps done
   * @param evaluations gradients that the steps took
   * @param stopReason why it ended
   */
  public TrainingResult(
      float[] weights, double[] losses, long steps, long evaluations, StopReason stopReason) {
    this(
        weights,
        Arrays.stream(losses).mapToObj(TrainingResult::loss).toList(),
        steps,
        evaluations,
        stopReason,
        losses.length);
  }

  private static EpochRecord loss(double loss) {
    return new EpochRecord(
        loss, Double.NaN, Double.NaN, Double.NaN, Double.NaN, new EpochSeconds(0, 0, 0));
  }

  /**
   * A run whose every step took one gradient, and of which nothing but its losses is known.
   *
   * @param weights the trained weights
   * @param losses mean training loss of each epoch
   * @param steps steps done
   * @param stopReason why it ended
   */
  public TrainingResult(float[] weights, double[] losses, long steps, StopReason stopReason) {
    this(weights, losses, steps, steps, stopReason);
  }

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
