package org.spindleml.metrics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.spindleml.nn.QuantileLoss;

/**
 * How well quantiles of one target are predicted, as sums over weighted rows: pinball loss
 * (Koenker, "Quantile Regression", 2005, section 1.3) and coverage, the share of labels that do lie
 * where they should.
 *
 * <p>Sums of parts are merged; merged in the same order they give the same bits. A row of weight w
 * counts as w rows, one of weight 0 as none. Before the first row every measure is NaN. A
 * prediction or label that is not finite makes the losses it touches not finite.
 */
public final class QuantileMetrics implements Sums<QuantileMetrics> {
  private final double[] probabilities;
  private final double[] pinballSums;

  /** Weights of the rows whose label is at most the quantile. */
  private final double[] below;

  private double between;
  private double widthSum;
  private double weightSum;
  private long rows;

  /**
   * Sums of no rows.
   *
   * @param probabilities of the quantiles, each above 0 and below 1; at least one
   * @throws IllegalArgumentException if they are not
   */
  public QuantileMetrics(double... probabilities) {
    if (probabilities.length == 0 || !Arrays.stream(probabilities).allMatch(p -> p > 0 && p < 1)) {
      throw new IllegalArgumentException(
          "probabilities of quantiles must be numbers above 0 and below 1, found "
              + Arrays.toString(probabilities));
    }
    this.probabilities = probabilities.clone();
    pinballSums = new double[probabilities.length];
    below = new double[probabilities.length];
  }

  /**
   * Sums of no rows.
   *
   * @param loss trains the quantiles
   * @return the sums
   */
  public static QuantileMetrics of(QuantileLoss loss) {
    return new QuantileMetrics(
        loss.probabilities().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Adds a row.
   *
   * @param predictions holds the row's quantiles, one a probability
   * @param at where they begin
   * @param label the value it is
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  public void add(double[] predictions, int at, double label, double weight) {
    Weights.require(weight);
    if (weight == 0) {
      return;
    }
    int last = probabilities.length - 1;
    for (int k = 0; k <= last; k++) {
      double e = label - predictions[at + k];
      pinballSums[k] += weight * Math.max(probabilities[k] * e, (probabilities[k] - 1) * e);
      below[k] += e <= 0 ? weight : 0;
    }
    between += label >= predictions[at] && label <= predictions[at + last] ? weight : 0;
    widthSum += weight * (predictions[at + last] - predictions[at]);
    weightSum += weight;
    rows++;
  }

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows; unchanged
   * @throws IllegalArgumentException if it has other probabilities
   */
  @Override
  public void merge(QuantileMetrics other) {
    if (!Arrays.equals(other.probabilities, probabilities)) {
      throw new IllegalArgumentException(
          "sums of quantiles "
              + Arrays.toString(probabilities)
              + " and of "
              + Arrays.toString(other.probabilities));
    }
    for (int k = 0; k < probabilities.length; k++) {
      pinballSums[k] += other.pinballSums[k];
      below[k] += other.below[k];
    }
    between += other.between;
    widthSum += other.widthSum;
    weightSum += other.weightSum;
    rows += other.rows;
  }

  /**
   * The probabilities of the quantiles.
   *
   * @return a copy
   */
  public double[] probabilities() {
    return probabilities.clone();
  }

  /**
   * How many rows were added with a weight above 0.
   *
   * @return the number of rows
   */
  @Override
  public long rows() {
    return rows;
  }

  /**
   * The sum of the rows' weights.
   *
   * @return the sum
   */
  public double weightSum() {
    return weightSum;
  }

  /**
   * The mean pinball loss of a quantile.
   *
   * @param k which quantile
   * @return in the label's units
   */
  public double pinball(int k) {
    return pinballSums[k] / weightSum;
  }

  /**
   * The mean pinball loss of all quantiles.
   *
   * @return in the label's units
   */
  public double meanPinball() {
    return Arrays.stream(pinballSums).sum() / probabilities.length / weightSum;
  }

  /**
   * The share of labels at or below a quantile: where predictions are right, its probability.
   *
   * @param k which quantile
   * @return from 0 to 1
   */
  public double coverage(int k) {
    return below[k] / weightSum;
  }

  /**
   * The share of labels from the first quantile to the last: where predictions are right, the
   * difference of their probabilities.
   *
   * @return from 0 to 1
   */
  public double intervalCoverage() {
    return between / weightSum;
  }

  /**
   * How far the last quantile is above the first, in the mean.
   *
   * @return in the label's units
   */
  public double intervalWidth() {
    return widthSum / weightSum;
  }

  /**
   * A measure by name.
   *
   * @param metric {@link Metric#PINBALL}
   * @return the mean of all quantiles
   * @throws IllegalArgumentException if it is not among these sums
   */
  public double value(Metric metric) {
    if (metric != Metric.PINBALL) {
      throw metric.missingIn(this);
    }
    return meanPinball();
  }

  /**
   * Packs the sums for the wire.
   *
   * @return bytes for {@link #fromBytes} of the same version
   */
  @Override
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(bytes(probabilities.length));
    out.putLong(rows).putDouble(weightSum).putDouble(between).putDouble(widthSum);
    for (int k = 0; k < probabilities.length; k++) {
      out.putDouble(probabilities[k]).putDouble(pinballSums[k]).putDouble(below[k]);
    }
    return out.array();
  }

  private static int bytes(int quantiles) {
    return Long.BYTES + (3 + 3 * quantiles) * Double.BYTES;
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static QuantileMetrics fromBytes(byte[] bytes) {
    int quantiles = (bytes.length - bytes(0)) / (3 * Double.BYTES);
    if (quantiles < 1 || bytes.length != bytes(quantiles)) {
      throw new IllegalArgumentException("no quantile metrics: " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    double[] probabilities = new double[quantiles];
    for (int k = 0; k < quantiles; k++) {
      probabilities[k] = in.getDouble(bytes(k));
    }
    QuantileMetrics metrics = new QuantileMetrics(probabilities);
    metrics.rows = in.getLong();
    metrics.weightSum = in.getDouble();
    metrics.between = in.getDouble();
    metrics.widthSum = in.getDouble();
    for (int k = 0; k < quantiles; k++) {
      metrics.pinballSums[k] = in.getDouble(bytes(k) + Double.BYTES);
      metrics.below[k] = in.getDouble(bytes(k) + 2 * Double.BYTES);
    }
    return metrics;
  }

  @Override
  public String toString() {
    return "pinball loss " + meanPinball() + " over " + rows + " rows";
  }
}
