package org.spindleml.metrics;

import java.nio.ByteBuffer;

/**
 * How close values are predicted, as sums over weighted rows of one target. An error is prediction
 * − label.
 *
 * <p>Sums of parts are merged; merged in the same order they give the same bits. A row of weight w
 * counts as w rows, one of weight 0 as none. Before the first row every measure is NaN. A
 * prediction or label that is not finite makes the measures it touches not finite.
 *
 * <p>The labels' spread is summed around their running mean (West, "Updating mean and variance
 * estimates: an improved method", 1979; merging: Chan, Golub, LeVeque, "Updating formulae and a
 * pairwise algorithm for computing sample variances", 1979), so that labels of 1e8 ± 1e-3 have the
 * right R².
 */
public final class RegressionMetrics implements Sums<RegressionMetrics> {
  private static final int BYTES = Long.BYTES + 11 * Double.BYTES;

  private long rows;
  private double weightSum;
  private double errorSum;
  private double absoluteSum;
  private double squareSum;
  private double minError = Double.POSITIVE_INFINITY;
  private double maxError = Double.NEGATIVE_INFINITY;

  /** The first label; the mean is kept relative to it, where it has more digits. */
  private double origin;

  private double meanFromOrigin;

  /** Σ weight × (label − mean of the labels)². */
  private double labelSpread;

  /** The mean of the predictions, from the same origin. */
  private double predictionFromOrigin;

  /** Σ weight × (prediction − mean of the predictions)². */
  private double predictionSpread;

  /** Sums of no rows. */
  public RegressionMetrics() {}

  /**
   * Adds a row.
   *
   * @param prediction the value predicted
   * @param label the value it is
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  public void add(double prediction, double label, double weight) {
    Weights.require(weight);
    if (weight == 0) {
      return;
    }
    double error = prediction - label;
    rows++;
    weightSum += weight;
    errorSum += weight * error;
    absoluteSum += weight * Math.abs(error);
    squareSum += weight * (error * error);
    minError = Math.min(minError, error);
    maxError = Math.max(maxError, error);
    if (rows == 1) {
      origin = label;
    }
    double fromOrigin = label - origin;
    double fromOldMean = fromOrigin - meanFromOrigin;
    meanFromOrigin += fromOldMean * (weight / weightSum);
    labelSpread += weight * fromOldMean * (fromOrigin - meanFromOrigin);
    double predicted = prediction - origin;
    double fromOldPrediction = predicted - predictionFromOrigin;
    predictionFromOrigin += fromOldPrediction * (weight / weightSum);
    predictionSpread += weight * fromOldPrediction * (predicted - predictionFromOrigin);
  }

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows; unchanged
   */
  @Override
  public void merge(RegressionMetrics other) {
    if (other.weightSum == 0) {
      return;
    }
    if (rows == 0) {
      origin = other.origin;
    }
    double both = weightSum + other.weightSum;
    double share = other.weightSum / both;
    double apart = (other.origin - origin) + (other.meanFromOrigin - meanFromOrigin);
    labelSpread += other.labelSpread + weightSum * share * apart * apart;
    meanFromOrigin += apart * share;
    double predictionsApart =
        (other.origin - origin) + (other.predictionFromOrigin - predictionFromOrigin);
    predictionSpread +=
        other.predictionSpread + weightSum * share * predictionsApart * predictionsApart;
    predictionFromOrigin += predictionsApart * share;
    rows += other.rows;
    weightSum = both;
    errorSum += other.errorSum;
    absoluteSum += other.absoluteSum;
    squareSum += other.squareSum;
    minError = Math.min(minError, other.minError);
    maxError = Math.max(maxError, other.maxError);
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
   * The mean squared error.
   *
   * @return in the label's units, squared
   */
  public double meanSquaredError() {
    return squareSum / weightSum;
  }

  /**
   * The root of the mean squared error.
   *
   * @return in the label's units
   */
  public double rootMeanSquaredError() {
    return Math.sqrt(meanSquaredError());
  }

  /**
   * The mean absolute error.
   *
   * @return in the label's units
   */
  public double meanAbsoluteError() {
    return absoluteSum / weightSum;
  }

  /**
   * The share of the labels' variance that predictions explain: 1 − Σ error² / Σ (label − mean)².
   *
   * @return at most 1; 0 for predicting the mean; NaN if all labels are equal
   */
  public double r2() {
    return labelSpread > 0 ? 1 - squareSum / labelSpread : Double.NaN;
  }

  /**
   * The variance that the predictions have around the mean of the labels, as Spark's summaries of
   * regressions define it: Σ (prediction − mean of the labels)², over the sum of weights.
   *
   * @return in the label's units, squared
   */
  public double explainedVariance() {
    double shift = predictionFromOrigin - meanFromOrigin;
    return predictionSpread / weightSum + shift * shift;
  }

  /**
   * The mean error: above 0 where predictions are too high.
   *
   * @return in the label's units
   */
  public double bias() {
    return errorSum / weightSum;
  }

  /**
   * The error of the row predicted most too low.
   *
   * @return in the label's units
   */
  public double minError() {
    return rows == 0 ? Double.NaN : minError;
  }

  /**
   * The error of the row predicted most too high.
   *
   * @return in the label's units
   */
  public double maxError() {
    return rows == 0 ? Double.NaN : maxError;
  }

  /**
   * The mean of the labels.
   *
   * @return in the label's units
   */
  public double labelMean() {
    return rows == 0 ? Double.NaN : origin + meanFromOrigin;
  }

  /**
   * The variance of the labels, over the sum of weights.
   *
   * @return in the label's units, squared
   */
  public double labelVariance() {
    return labelSpread / weightSum;
  }

  /**
   * A measure by name.
   *
   * @param metric {@link Metric#RMSE}, {@link Metric#MAE} or {@link Metric#R2}
   * @return its value
   * @throws IllegalArgumentException if it is not among these sums
   */
  public double value(Metric metric) {
    return switch (metric) {
      case RMSE -> rootMeanSquaredError();
      case MAE -> meanAbsoluteError();
      case R2 -> r2();
      default -> throw metric.missingIn(this);
    };
  }

  /**
   * Packs the sums for the wire.
   *
   * @return bytes for {@link #fromBytes} of the same version
   */
  @Override
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(rows)
        .putDouble(weightSum)
        .putDouble(errorSum)
        .putDouble(absoluteSum)
        .putDouble(squareSum)
        .putDouble(minError)
        .putDouble(maxError)
        .putDouble(origin)
        .putDouble(meanFromOrigin)
        .putDouble(labelSpread)
        .putDouble(predictionFromOrigin)
        .putDouble(predictionSpread)
        .array();
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static RegressionMetrics fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "regression metrics are " + BYTES + " bytes, got " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    RegressionMetrics metrics = new RegressionMetrics();
    metrics.rows = in.getLong();
    metrics.weightSum = in.getDouble();
    metrics.errorSum = in.getDouble();
    metrics.absoluteSum = in.getDouble();
    metrics.squareSum = in.getDouble();
    metrics.minError = in.getDouble();
    metrics.maxError = in.getDouble();
    metrics.origin = in.getDouble();
    metrics.meanFromOrigin = in.getDouble();
    metrics.labelSpread = in.getDouble();
    metrics.predictionFromOrigin = in.getDouble();
    metrics.predictionSpread = in.getDouble();
    return metrics;
  }

  @Override
  public String toString() {
    return "RMSE " + rootMeanSquaredError() + ", R² " + r2() + " over " + rows + " rows";
  }
}
