package org.spindleml.train;

import java.util.Arrays;

/** Results of runs of which nothing but their losses is known. */
public final class SomeResults {
  private SomeResults() {}

  /**
   * A run without weights.
   *
   * @param losses mean training loss of each epoch
   * @param steps steps done
   * @param evaluations gradients that the steps took
   * @param reason why it ended
   * @return the result
   */
  public static TrainingResult of(
      double[] losses, long steps, long evaluations, StopReason reason) {
    return new TrainingResult(
        new float[0],
        Arrays.stream(losses).mapToObj(SomeResults::epoch).toList(),
        steps,
        evaluations,
        reason,
        losses.length);
  }

  private static EpochRecord epoch(double loss) {
    double none = Double.NaN;
    return new EpochRecord(loss, none, none, none, none, new EpochSeconds(0, 0, 0));
  }
}
