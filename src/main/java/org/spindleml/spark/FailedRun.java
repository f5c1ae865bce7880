package org.spindleml.spark;

import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.spindleml.table.InputException;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/** What is thrown where Spark ends a run: one error that begins with what is wrong. */
final class FailedRun {
  /** With the name of the error in front where Spark gives it one. */
  private static final Pattern CANCELLED = Pattern.compile("(?:\\[\\w+] )?(Job \\d+ cancelled.*)");

  private static final Pattern GIVEN_UP =
      Pattern.compile(
          "Job aborted due to stage failure: (Task \\d+ in stage [\\d.]+ failed \\d+ times).*");

  private FailedRun() {}

  /**
   * Throws another exception in place of Spark's own; returns where that says best what is wrong.
   *
   * @param failure what a run has thrown
   * @param spark where it ran
   * @throws CancellationException if a job was cancelled
   * @throws IllegalStateException if a task failed too often, beginning with the first cause; if
   *     the context has been stopped
   */
  static void explain(Exception failure, SparkContext spark) {
    if (failure instanceof CancellationException || failure instanceof InputException) {
      return;
    }
    if (spark.isStopped()) {
      throw stopped(failure);
    }
    if (failure instanceof SparkException) {
      String said = firstLine(failure);
      Matcher cancelled = CANCELLED.matcher(said);
      if (cancelled.matches()) {
        throw cancelled(cancelled.group(1), failure);
      }
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause != failure) {
        throw new IllegalStateException(describe(cause) + " (" + where(said) + ")", failure);
      }
    }
  }

  /** What Spark says of a failure, but for the cause. */
  private static String where(String said) {
    Matcher givenUp = GIVEN_UP.matcher(said);
    return givenUp.matches()
        ? givenUp.group(1)
        : said.replaceFirst("^\\[\\w+] ", "").replaceFirst(" due to: .*", "");
  }

  /** Ends a run that needs Spark no more, as one that does ends by itself. */
  record UntilStopped(SparkContext spark) implements TrainingListener {
    @Override
    public void step(Progress progress) {
      if (spark.isStopped()) {
        throw stopped(null);
      }
    }
  }

  private static IllegalStateException stopped(Exception failure) {
    return new IllegalStateException(
        "the Spark context was stopped while a model was trained", failure);
  }

  private static CancellationException cancelled(String how, Exception failure) {
    CancellationException cancelled = new CancellationException("training was cancelled: " + how);
    cancelled.initCause(failure);
    return cancelled;
  }

  private static String describe(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
