package org.spindleml.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingResult;

/** How a run went, epoch by epoch, as charts. */
final class TrainingCharts {
  /** More points than this cannot be told apart on a screen. */
  private static final int POINTS = 1000;

  private final TrainingResult result;
  private final String metric;
  private final String axis;

  /** The epochs that are drawn, counted from 0. */
  private final int[] drawn;

  /**
   * The charts of a run.
   *
   * @param result how it went, at least one epoch
   * @param metric what judged its validation rows, for people
   */
  TrainingCharts(TrainingResult result, String metric) {
    this.result = result;
    this.metric = metric;
    axis = result.evaluations() == result.steps() ? "epoch" : "iteration";
    int epochs = result.epochs().size();
    int stride = (epochs + POINTS - 1) / POINTS;
    // The last epoch is always there.
    drawn = IntStream.range(0, epochs).filter(i -> (epochs - 1 - i) % stride == 0).toArray();
  }

  /** The charts that have something to show, as elements. */
  String figures() {
    StringBuilder figures = new StringBuilder(losses().figure());
    if (has(EpochRecord::validationMetric) && !metric.equals("loss")) {
      figures.append(
          lines("Validation: " + metric, metric)
              .series(metric, "minus", values(EpochRecord::validationMetric))
              .figure());
    }
    if (has(EpochRecord::learningRate)) {
      figures.append(curve("Learning rate", EpochRecord::learningRate).figure());
    }
    if (has(EpochRecord::gradientNorm)) {
      figures.append(curve("Length of the gradient", EpochRecord::gradientNorm).figure());
    }
    if (result.epochs().stream().anyMatch(epoch -> epoch.seconds().total() > 0)) {
      figures.append(seconds().figure());
    }
    return figures.toString();
  }

  private Chart losses() {
    Chart chart = lines("Loss", "mean loss").series("training", "plus", values(EpochRecord::loss));
    if (has(EpochRecord::validationLoss)) {
      chart.series("validation", "minus", values(EpochRecord::validationLoss));
    }
    return positive(EpochRecord::loss) ? chart.logarithmic() : chart;
  }

  private Chart curve(String title, ToDoubleFunction<EpochRecord> value) {
    Chart chart = lines(title, "").series(title.toLowerCase(Locale.ROOT), "plus", values(value));
    return positive(value) ? chart.logarithmic() : chart;
  }

  /**
   * A chart over the epochs, with a mark at the one whose weights are kept, where it is not the
   * last.
   */
  private Chart lines(String title, String yLabel) {
    Chart chart = Chart.lines(title, axis, yLabel, epochs());
    int best = result.bestEpoch();
    return best > 0 && best < result.epochs().size() ? chart.marker(best, "kept") : chart;
  }

  private Chart seconds() {
    return Chart.stacked("Time of an " + axis, axis, "seconds", epochs())
        .series("compute", "plus", values(epoch -> epoch.seconds().compute()))
        .series("Spark", "minus", values(epoch -> epoch.seconds().spark()))
        .series("driver", "back", values(epoch -> epoch.seconds().driver()));
  }

  private double[] epochs() {
    return Arrays.stream(drawn).mapToDouble(i -> i + 1).toArray();
  }

  private double[] values(ToDoubleFunction<EpochRecord> value) {
    List<EpochRecord> epochs = result.epochs();
    return Arrays.stream(drawn).mapToDouble(i -> value.applyAsDouble(epochs.get(i))).toArray();
  }

  private boolean has(ToDoubleFunction<EpochRecord> value) {
    return Arrays.stream(values(value)).anyMatch(Double::isFinite);
  }

  private boolean positive(ToDoubleFunction<EpochRecord> value) {
    return Arrays.stream(values(value)).filter(Double::isFinite).allMatch(v -> v > 0);
  }
}
