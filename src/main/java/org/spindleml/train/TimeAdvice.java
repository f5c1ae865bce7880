package org.spindleml.train;

import java.util.Locale;
import java.util.Optional;

/** What would make a run faster whose time went to Spark's jobs more than to anything else. */
final class TimeAdvice {
  private static final double MOST_FOR_SPARK = 0.5;

  private TimeAdvice() {}

  /**
   * Advises where Spark took more than half of the time.
   *
   * @param result how the run went
   * @param fullBatch whether every step took all rows
   * @param localSteps what was done between averages
   * @return a line for a user; empty where there is nothing to say
   */
  static Optional<String> of(TrainingResult result, boolean fullBatch, LocalSteps localSteps) {
    EpochSeconds seconds = result.seconds();
    if (!(seconds.sparkShare() > MOST_FOR_SPARK)) {
      return Optional.empty();
    }
    String local =
        "execution local or master local[*], if the table fits into one process, saves Spark's"
            + " share";
    String fewerJobs =
        "a larger batchSize, or localSteps above "
            + localSteps.steps()
            + ", takes fewer jobs an epoch; ";
    return Optional.of(
        String.format(
            Locale.ROOT,
            "of the time %.0f %% was arithmetic, %.0f %% Spark's scheduling and transfer, %.0f %%"
                + " the driver's: %s%s",
            100 * seconds.computeShare(),
            100 * seconds.sparkShare(),
            100 * seconds.driverShare(),
            fullBatch ? "" : fewerJobs,
            local));
  }
}
