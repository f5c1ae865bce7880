package org.spindleml.metrics;

import java.nio.ByteBuffer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.TweedieLoss;

/**
 * How well the means of positive or non-negative values are predicted, as sums over weighted rows
 * of one target: twice the log-likelihood that is missing to a perfect prediction, for a variance
 * proportional to the mean to the power p (Jørgensen, "Exponential Dispersion Models", 1987). With
 * label y and prediction μ the unit deviance is
 *
 * <ul>
 *   <li>p = 1, Poisson: 2 (y log(y / μ) − y + μ);
 *   <li>p = 2, gamma: 2 (log(μ / y) + y / μ − 1);
 *   <li>else: 2 (y²⁻ᵖ / ((1 − p) (2 − p)) − y μ¹⁻ᵖ / (1 − p) + μ²⁻ᵖ / (2 − p)).
 * </ul>
 *
 * <p>Sums of parts are merged; merged in the same order they give the same bits. A row of weight w
 * counts as w rows, one of weight 0 as none. Before the first row every measure is NaN; so it is
 * after a prediction that is not above 0, or a label below 0 (for gamma, not above 0).
 */
public final class DevianceMetrics implements Sums<DevianceMetrics> {
  private static final int BYTES = Long.BYTES + 7 * Double.BYTES;

  private final double power;
  private long rows;
  private double weightSum;
  private double devianceSum;
  private double labelSum;

  /** Σ weight × {@link #ofLabel}: what the deviance of the labels' own mean needs. */
  private double ofLabelSum;

  private double minLabel = Double.POSITIVE_INFINITY;
  private double maxLabel = Double.NEGATIVE_INFINITY;

  /**
   * Sums of no rows.
   *
   * @param power p, from 1 (Poisson) to 2 (gamma)
   * @throws IllegalArgumentException if it is not
   */
  public DevianceMetrics(double power) {
    if (!(power >= 1 && power <= 2)) {
      throw new IllegalArgumentException(
          "the power of a deviance must be a number from 1 to 2, found " + power);
    }
    this.power = power;
  }

  /**
   * Sums of no rows.
   *
   * @param metric one of the deviances
   * @param loss knows the power of Tweedie's
   * @return the sums
   * @throws IllegalArgumentException if it is another metric
   */
  public static DevianceMetrics of(Metric metric, Loss loss) {
    return switch (metric) {
      case POISSON_DEVIANCE -> new DevianceMetrics(1);
      case GAMMA_DEVIANCE -> new DevianceMetrics(2);
      case TWEEDIE_DEVIANCE -> new DevianceMetrics(((TweedieLoss) loss).power());
      default -> throw new IllegalArgumentException(metric.label() + " is no deviance");
    };
  }

  /**
   * Adds a row.
   *
   * @param prediction the mean predicted
   * @param label the value it is
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if the weight is negative or not finite
   */
  public void add(double prediction, double label, double weight) {
    Weights.require(weight);
    if (weight == 0) {
      return;
    }
    rows++;
    weightSum += weight;
    devianceSum += weight * deviance(prediction, label);
    labelSum += weight * label;
    ofLabelSum += weight * ofLabel(label);
    minLabel = Math.min(minLabel, label);
    maxLabel = Math.max(maxLabel, label);
  }

  private double deviance(double mean, double y) {
    if (!(mean > 0 && (power == 2 ? y > 0 : y >= 0))) {
      return Double.NaN;
    }
    if (power == 1) {
      return 2 * ((y == 0 ? 0 : y * StrictMath.log(y / mean)) - y + mean);
    }
    return power == 2
        ? 2 * (StrictMath.log(mean / y) + y / mean - 1)
        : 2 * (ofLabel(y) + ofMean(mean, y, 1));
  }

  /** The part of half a row's deviance that the label alone decides. */
  private double ofLabel(double y) {
    if (power == 1) {
      return y == 0 ? 0 : y * StrictMath.log(y) - y;
    }
    return power == 2
        ? -StrictMath.log(y) - 1
        : StrictMath.pow(y, 2 - power) / ((1 - power) * (2 - power));
  }

  /** The other part, summed over rows with the same prediction. */
  private double ofMean(double mean, double labelSum, double weightSum) {
    if (power == 1) {
      return weightSum * mean - labelSum * StrictMath.log(mean);
    }
    return power == 2
        ? weightSum * StrictMath.log(mean) + labelSum / mean
        : weightSum * StrictMath.pow(mean, 2 - power) / (2 - power)
            - labelSum * StrictMath.pow(mean, 1 - power) / (1 - power);
  }

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows; unchanged
   * @throws IllegalArgumentException if it has another power
   */
  @Override
  public void merge(DevianceMetrics other) {
    if (other.power != power) {
      throw new IllegalArgumentException("sums of power " + power + " and of " + other.power);
    }
    rows += other.rows;
    weightSum += other.weightSum;
    devianceSum += other.devianceSum;
    labelSum += other.labelSum;
    ofLabelSum += other.ofLabelSum;
    minLabel = Math.min(minLabel, other.minLabel);
    maxLabel = Math.max(maxLabel, other.maxLabel);
  }

  /**
   * The power of the mean that the variance goes with.
   *
   * @return p, from 1 to 2
   */
  public double power() {
    return power;
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
   * The mean deviance.
   *
   * @return at least 0; in the label's units to the power 2 − p
   */
  public double meanDeviance() {
    return devianceSum / weightSum;
  }

  /**
   * The share of deviance that predictions explain: 1 − deviance / deviance of the labels' mean.
   * The latter is a difference of sums: it has few digits where labels vary by less than a
   * thousandth of their mean.
   *
   * @return at most 1; 0 for predicting the mean; NaN if all labels are equal
   */
  public double d2() {
    if (!(minLabel < maxLabel)) {
      return Double.NaN;
    }
    double ofOneMean = 2 * (ofLabelSum + ofMean(labelSum / weightSum, labelSum, weightSum));
    return 1 - devianceSum / ofOneMean;
  }

  /**
   * A measure by name.
   *
   * @param metric the deviance of this power
   * @return its value
   * @throws IllegalArgumentException if it is not among these sums
   */
  public double value(Metric metric) {
    Metric own =
        power == 1
            ? Metric.POISSON_DEVIANCE
            : power == 2 ? Metric.GAMMA_DEVIANCE : Metric.TWEEDIE_DEVIANCE;
    if (metric != own) {
      throw metric.missingIn(this);
    }
    return meanDeviance();
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
        .putDouble(power)
        .putDouble(weightSum)
        .putDouble(devianceSum)
        .putDouble(labelSum)
        .putDouble(ofLabelSum)
        .putDouble(minLabel)
        .putDouble(maxLabel)
        .array();
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static DevianceMetrics fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "deviance metrics are " + BYTES + " bytes, got " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long rows = in.getLong();
    DevianceMetrics metrics = new DevianceMetrics(in.getDouble());
    metrics.rows = rows;
    metrics.weightSum = in.getDouble();
    metrics.devianceSum = in.getDouble();
    metrics.labelSum = in.getDouble();
    metrics.ofLabelSum = in.getDouble();
    metrics.minLabel = in.getDouble();
    metrics.maxLabel = in.getDouble();
    return metrics;
  }

  @Override
  public String toString() {
    return "deviance " + meanDeviance() + ", D² " + d2() + " over " + rows + " rows";
  }
}
