package org.spindleml.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;

/**
 * The loss of each epoch as a curve, and that of the validation rows as another where there are
 * some, drawn again and again while a network trains: for notebooks.
 *
 * <pre>{@code
 * String chart = display("html", "");
 * LossCurve curve = new LossCurve(html -> updateDisplay(chart, "html", html));
 * var model = new MlpClassifier().setTrainingListener(curve).fit(table);
 * }</pre>
 *
 * <p>The colours are those of the page around it, light or dark.
 */
public final class LossCurve implements TrainingListener {
  private static final long DRAWING_NANOS = Duration.ofMillis(500).toNanos();
  private static final double WIDTH = 640;
  private static final double HEIGHT = 280;

  /** More points than this cannot be told apart at that width. */
  private static final int POINTS = 400;

  private static final String STYLE =
      """
      <style>
      .spindle-plot svg { display: block; max-width: 100%; height: auto; fill: currentColor;
        font: 12px system-ui, sans-serif; }
      .spindle-plot .grid { stroke: currentColor; opacity: 0.15; }
      .spindle-plot .axis { stroke: currentColor; opacity: 0.5; }
      .spindle-plot .curve { fill: none; stroke: #3987d9; stroke-width: 2; }
      .spindle-plot .dot { fill: #3987d9; }
      .spindle-plot .validation { fill: none; stroke: #d97b39; stroke-width: 2; }
      </style>
      """;

  private final Consumer<String> show;
  private final LongSupplier clock;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private boolean drawn;
  private long lastDrawing;

  /** A curve that is drawn when it is asked for. */
  public LossCurve() {
    this(html -> {});
  }

  /**
   * A curve that shows itself, twice a second while the network trains and once more at the end.
   *
   * @param show takes the drawing as {@link #html} gives it; called on the thread that trains
   */
  public LossCurve(Consumer<String> show) {
    this(show, System::nanoTime);
  }

  LossCurve(Consumer<String> show, LongSupplier clock) {
    this.show = show;
    this.clock = clock;
  }

  @Override
  public void epoch(int epoch, EpochRecord record) {
    epochs.add(record);
    long now = clock.getAsLong();
    if (!drawn || now - lastDrawing >= DRAWING_NANOS) {
      drawn = true;
      lastDrawing = now;
      show.accept(html());
    }
  }

  @Override
  public void finished(TrainingResult result) {
    epochs.clear();
    epochs.addAll(result.epochs());
    show.accept(html());
  }

  /**
   * The mean training loss of each epoch so far.
   *
   * @return a copy, one an epoch
   */
  public double[] losses() {
    return epochs.stream().mapToDouble(EpochRecord::loss).toArray();
  }

  /**
   * The drawing.
   *
   * @return an HTML element that holds an SVG and its style; it needs no other file
   */
  public String html() {
    List<double[]> training = points(EpochRecord::loss);
    List<double[]> validation = points(EpochRecord::validationLoss);
    double low = 0;
    double high = 0;
    for (List<double[]> points : List.of(training, validation)) {
      for (double[] point : points) {
        low = Math.min(low, point[1]);
        high = Math.max(high, point[1]);
      }
    }
    Plot plot =
        new Plot(
            WIDTH,
            HEIGHT,
            (validation.isEmpty() ? "training loss" : "training and validation loss")
                + " over epochs",
            new Plot.Span(0, Math.max(5, epochs.size())),
            low < high ? new Plot.Span(low, high) : new Plot.Span(low, low + 1));
    plot.curve(training);
    if (!validation.isEmpty()) {
      plot.curve("validation", validation);
    }
    if (!training.isEmpty()) {
      double[] last = training.get(training.size() - 1);
      plot.dot(last[0], last[1]);
      plot.caption(caption(last[1], validation));
    }
    return "<div class=\"spindle-plot\">\n" + STYLE + plot.end() + "</div>\n";
  }

  private String caption(double training, List<double[]> validation) {
    String text =
        String.format(Locale.ROOT, "epoch %d, training loss %.6f", epochs.size(), training);
    return validation.isEmpty()
        ? text
        : text
            + String.format(
                Locale.ROOT, ", validation loss %.6f", validation.get(validation.size() - 1)[1]);
  }

  /** Epoch and loss of every epoch that has a finite one, or of every n-th back from the last. */
  private List<double[]> points(ToDoubleFunction<EpochRecord> loss) {
    int size = epochs.size();
    int stride = (size + POINTS - 1) / POINTS;
    List<double[]> points = new ArrayList<>();
    for (int i = stride == 0 ? 0 : (size - 1) % stride; i < size; i += stride) {
      double value = loss.applyAsDouble(epochs.get(i));
      if (Double.isFinite(value)) {
        points.add(new double[] {i + 1, value});
      }
    }
    return points;
  }
}
