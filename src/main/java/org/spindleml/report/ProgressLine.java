package org.spindleml.report;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;

/**
 * A line that says how far a run is: epoch, loss, how the validation rows judged the last epoch,
 * rows a second, time left. On a terminal it is written over itself a few times a second; elsewhere
 * a plain line comes now and then.
 */
public final class ProgressLine implements TrainingListener {
  private static final long TERMINAL_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();

  /** Over an unfinished line: back to its start, and clear what is longer than the new one. */
  private static final String REWRITE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier clock;
  private boolean hasStarted;
  private long started;
  private long lastLine;
  private long firstStep;
  private long firstEvaluations;
  private boolean unfinished;
  private String judged = "";

  /**
   * A line on a stream.
   *
   * @param out where to write
   * @param terminal whether a person watches it on a terminal
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public ProgressLine(PrintWriter out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  /**
   * A line on a stream: rewritten in place where the process has a terminal.
   *
   * @param out where to write, for example {@code System.out}
   * @return a listener for one run
   */
  public static ProgressLine to(PrintStream out) {
    return to(new PrintWriter(out, true));
  }

  /**
   * A line on a writer: rewritten in place where the process has a terminal.
   *
   * @param out where to write
   * @return a listener for one run
   */
  public static ProgressLine to(PrintWriter out) {
    return new ProgressLine(out, System.console() != null, System::nanoTime);
  }

  @Override
  public void note(String line) {
    endLine();
    out.println(line);
    out.flush();
  }

  @Override
  public void step(Progress progress) {
    long now = clock.getAsLong();
    if (!hasStarted) {
      hasStarted = true;
      started = now;
      lastLine = now;
      firstStep = progress.step();
      firstEvaluations = progress.evaluations();
      return;
    }
    boolean last = progress.step() == progress.steps();
    if (last || now - lastLine >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
      lastLine = now;
      write(text(progress, now - started));
    }
  }

  @Override
  public void epoch(int epoch, EpochRecord record) {
    judged = judgement("  ", record);
  }

  /** "validation loss 0.25" and, where something else judges, "metric 0.9". */
  private static String judgement(String separator, EpochRecord record) {
    double loss = record.validationLoss();
    double metric = record.validationMetric();
    if (Double.isNaN(loss) && Double.isNaN(metric)) {
      return "";
    }
    String text = String.format(Locale.ROOT, "%svalidation loss %.6f", separator, loss);
    return metric == loss
        ? text
        : text + String.format(Locale.ROOT, "%smetric %.6f", separator, metric);
  }

  /** The line itself, after so many nanoseconds since the first step. */
  private String text(Progress progress, long nanos) {
    // A clock may stand still between two steps: then as if one nanosecond had passed.
    double stepsPerSecond = (progress.step() - firstStep) / (Math.max(nanos, 1) / 1e9);
    double gradientsPerSecond =
        (progress.evaluations() - firstEvaluations) / (Math.max(nanos, 1) / 1e9);
    double rowsPerSecond =
        gradientsPerSecond * ((double) progress.rowsPerEpoch() / progress.stepsPerEpoch());
    return String.format(
        Locale.ROOT,
        "%s %d/%d  loss %.6f%s  %s rows/s  %s left",
        progress.evaluations() == progress.step() ? "epoch" : "iteration",
        progress.epoch(),
        progress.epochs(),
        progress.meanLoss(),
        judged,
        quantity(rowsPerSecond),
        duration((progress.steps() - progress.step()) / stepsPerSecond));
  }

  /** Three digits are all that a rate is good for. */
  private static String quantity(double value) {
    if (value >= 1e6) {
      return String.format(Locale.ROOT, "%.2f M", value / 1e6);
    }
    return value >= 1e4
        ? String.format(Locale.ROOT, "%.0f k", value / 1e3)
        : String.format(Locale.ROOT, "%.0f", value);
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole >= 3600) {
      return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
    return whole >= 60
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : whole + " s";
  }

  private void write(String text) {
    if (terminal) {
      out.print((unfinished ? REWRITE : "") + text);
      unfinished = true;
    } else {
      out.println(text);
    }
    out.flush();
  }

  private void endLine() {
    if (unfinished) {
      out.println();
      unfinished = false;
    }
  }

  @Override
  public void finished(TrainingResult result) {
    endLine();
    double[] losses = result.lossHistory();
    String loss =
        losses.length == 0
            ? ""
            : String.format(Locale.ROOT, ", loss %.6f", losses[losses.length - 1]);
    String validation =
        losses.length == 0 ? "" : judgement(", ", result.epochs().get(losses.length - 1));
    boolean oneGradientAStep = result.evaluations() == result.steps();
    String rounds = (oneGradientAStep ? " epoch" : " iteration") + (losses.length == 1 ? "" : "s");
    String gradients = oneGradientAStep ? "" : ", " + result.evaluations() + " gradients";
    out.println(
        "trained "
            + losses.length
            + rounds
            + gradients
            + loss
            + validation
            + ": "
            + result.stopReason());
    if (result.bestEpoch() < losses.length) {
      out.println("kept the weights of" + best(result, oneGradientAStep));
    }
    out.flush();
  }

  /** Which epoch was the best, and what the validation rows thought of it. */
  private static String best(TrainingResult result, boolean oneGradientAStep) {
    int epoch = result.bestEpoch();
    return epoch == 0
        ? " the beginning: no epoch was judged better"
        : (oneGradientAStep ? " epoch " : " iteration ")
            + epoch
            + judgement(", ", result.epochs().get(epoch - 1));
  }
}
