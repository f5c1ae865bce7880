package org.spindleml.train;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What judging rows leaves behind: the sums that their mean loss and one metric are made of. Sums
 * of disjoint rows are merged; merged in the same order they give the same bits.
 */
public final class EvaluationSums {
  private static final int BYTES = 2 * Double.BYTES + Long.BYTES;

  private double lossSum;
  private double weightSum;
  private long rows;

  /** Null where the metric is the loss. */
  private final MetricSums<?> metric;

  /**
   * Sums whose metric is the loss.
   *
   * @param lossSum Σ weight × loss
   * @param weightSum Σ weight
   * @param rows how many rows
   */
  EvaluationSums(double lossSum, double weightSum, long rows) {
    this(null);
    count(lossSum, weightSum, rows);
  }

  /** Sums over no rows; a null metric is the loss. */
  EvaluationSums(MetricSums<?> metric) {
    this.metric = metric;
  }

  /** The sums that {@link #toBytes} made bytes of, with a metric of the same kind. */
  EvaluationSums(byte[] bytes, MetricSums<?> empty) {
    metric = empty;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    count(in.getDouble(), in.getDouble(), in.getLong());
    if (metric != null) {
      metric.mergeBytes(Arrays.copyOfRange(bytes, BYTES, bytes.length));
    }
  }

  /** Counts rows whose metric has been added to {@link #metricSums} directly. */
  void count(double addedLoss, double addedWeight, long addedRows) {
    lossSum += addedLoss;
    weightSum += addedWeight;
    rows += addedRows;
  }

  /** The metric's sums; null where the metric is the loss. */
  MetricSums<?> metricSums() {
    return metric;
  }

  /**
   * Adds the sums of other rows.
   *
   * @param other sums of the same {@link Judge}; unchanged
   */
  public void merge(EvaluationSums other) {
    count(other.lossSum, other.weightSum, other.rows);
    if (metric != null) {
      metric.merge(other.metric);
    }
  }

  /**
   * How many rows were judged.
   *
   * @return the number of rows
   */
  public long rows() {
    return rows;
  }

  /**
   * The mean loss.
   *
   * @return in the loss's own units; NaN over no rows
   */
  public double meanLoss() {
    return lossSum / weightSum;
  }

  /**
   * The metric that judges.
   *
   * @return its value, the mean over targets where there are several; NaN where it has no answer
   */
  public double metric() {
    return metric == null ? meanLoss() : metric.value();
  }

  /**
   * Packs the sums for the wire.
   *
   * @return bytes for {@link Judge#read}
   */
  public byte[] toBytes() {
    byte[] ofMetric = metric == null ? new byte[0] : metric.toBytes();
    return ByteBuffer.allocate(BYTES + ofMetric.length)
        .putDouble(lossSum)
        .putDouble(weightSum)
        .putLong(rows)
        .put(ofMetric)
        .array();
  }

  @Override
  public String toString() {
    return "loss " + meanLoss() + ", metric " + metric() + " over " + rows + " rows";
  }
}
