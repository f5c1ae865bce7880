package org.spindleml.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.spindleml.metrics.ClassTotals;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.Decisions;
import org.spindleml.metrics.DevianceMetrics;
import org.spindleml.metrics.Metric;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.QuantileMetrics;
import org.spindleml.metrics.RegressionMetrics;
import org.spindleml.metrics.Sums;
import org.spindleml.nn.Loss;
import org.spindleml.nn.QuantileLoss;

/**
 * The sums of one metric: of each target by itself where values are predicted, else of rows as a
 * whole.
 *
 * @param <M> the sums of the {@code metrics} package that the metric is among
 */
final class MetricSums<M extends Sums<M>> {
  private final Kind<M> kind;
  private final List<M> parts = new ArrayList<>();

  /** How a row is added to the sums of a part. */
  private interface RowAdder<M> {
    void add(M sums, int part, double[] predictions, double[] labels, double weight);
  }

  /** What can be done with sums of one kind. */
  private record Kind<M extends Sums<M>>(
      Supplier<M> empty,
      RowAdder<M> rowAdder,
      Function<byte[], M> unpacker,
      ToDoubleFunction<M> value) {}

  private MetricSums(int parts, Kind<M> kind) {
    this.kind = kind;
    for (int part = 0; part < parts; part++) {
      this.parts.add(kind.empty().get());
    }
  }

  /** Sums of classes; thresholds may be null. Only areas need more than three sums a class. */
  static MetricSums<?> ofClasses(Metric metric, int classes, double[] thresholds) {
    return metric == Metric.AUC_ROC || metric == Metric.AUC_PR
        ? new MetricSums<>(
            1,
            new Kind<>(
                () -> new ClassificationMetrics(classes),
                (sums, part, predictions, labels, weight) ->
                    sums.add(
                        predictions,
                        Decisions.ofClass(predictions, thresholds),
                        (int) labels[0],
                        weight),
                ClassificationMetrics::fromBytes,
                sums -> sums.value(metric)))
        : new MetricSums<>(
            1,
            new Kind<>(
                () -> new ClassTotals(classes),
                (sums, part, predictions, labels, weight) ->
                    sums.add(
                        predictions,
                        Decisions.ofClass(predictions, thresholds),
                        (int) labels[0],
                        weight),
                ClassTotals::fromBytes,
                sums -> sums.value(metric)));
  }

  /** Sums of several yes-or-no labels; thresholds may be null. */
  static MetricSums<MultiLabelMetrics> ofLabels(Metric metric, int labels, double[] thresholds) {
    return new MetricSums<>(
        1,
        new Kind<>(
            () -> new MultiLabelMetrics(labels),
            (sums, part, predictions, truths, weight) ->
                sums.add(predictions, Decisions.ofLabels(predictions, thresholds), truths, weight),
            MultiLabelMetrics::fromBytes,
            sums -> sums.value(metric)));
  }

  /** Sums of errors of each target. */
  static MetricSums<RegressionMetrics> ofValues(Metric metric, int targets) {
    return new MetricSums<>(
        targets,
        new Kind<>(
            RegressionMetrics::new,
            (sums, target, predictions, labels, weight) ->
                sums.add(predictions[target], labels[target], weight),
            RegressionMetrics::fromBytes,
            sums -> sums.value(metric)));
  }

  /** Sums of deviances of each target. */
  static MetricSums<DevianceMetrics> ofDeviances(Metric metric, Loss loss, int targets) {
    return new MetricSums<>(
        targets,
        new Kind<>(
            () -> DevianceMetrics.of(metric, loss),
            (sums, target, predictions, labels, weight) ->
                sums.add(predictions[target], labels[target], weight),
            DevianceMetrics::fromBytes,
            sums -> sums.value(metric)));
  }

  /** Sums of pinball losses of the quantiles of each target. */
  static MetricSums<QuantileMetrics> ofQuantiles(Metric metric, QuantileLoss loss, int targets) {
    int quantiles = loss.probabilities().size();
    return new MetricSums<>(
        targets,
        new Kind<>(
            () -> QuantileMetrics.of(loss),
            (sums, target, predictions, labels, weight) ->
                sums.add(predictions, target * quantiles, labels[target], weight),
            QuantileMetrics::fromBytes,
            sums -> sums.value(metric)));
  }

  /**
   * Adds a row.
   *
   * @param predictions probabilities, or values in the label's units
   * @param labels one a target, in the label's units
   * @param weight of the row
   */
  void add(double[] predictions, double[] labels, double weight) {
    for (int part = 0; part < parts.size(); part++) {
      kind.rowAdder().add(parts.get(part), part, predictions, labels, weight);
    }
  }

  /** Adds another's sums, which are of the same kind. */
  @SuppressWarnings("unchecked")
  void merge(MetricSums<?> other) {
    merge(((MetricSums<M>) other).parts);
  }

  private void merge(List<M> others) {
    for (int part = 0; part < parts.size(); part++) {
      parts.get(part).merge(others.get(part));
    }
  }

  /** The metric; the mean over targets where there are several. */
  double value() {
    return parts.stream().mapToDouble(kind.value()).sum() / parts.size();
  }

  /** The parts one after the other; where there are several they are equally long. */
  byte[] toBytes() {
    List<byte[]> packed = parts.stream().map(Sums::toBytes).toList();
    int length = packed.get(0).length;
    byte[] bytes = new byte[Math.multiplyExact(length, packed.size())];
    for (int part = 0; part < packed.size(); part++) {
      System.arraycopy(packed.get(part), 0, bytes, part * length, length);
    }
    return bytes;
  }

  /** Adds the sums that {@link #toBytes} made bytes of. */
  void mergeBytes(byte[] bytes) {
    int length = bytes.length / parts.size();
    List<M> others = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += length) {
      others.add(kind.unpacker().apply(Arrays.copyOfRange(bytes, at, at + length)));
    }
    merge(others);
  }
}
