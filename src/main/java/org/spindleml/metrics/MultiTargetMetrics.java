package org.spindleml.metrics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How close several values of a row are predicted: {@link RegressionMetrics} of each target, and
 * their means over the targets, each target counting the same. A mean of errors means something
 * where targets have the same units; that of R² always does.
 */
public final class MultiTargetMetrics implements Sums<MultiTargetMetrics> {
  private static final int BYTES = new RegressionMetrics().toBytes().length;

  private final RegressionMetrics[] targets;

  /**
   * Sums of no rows.
   *
   * @param targets number of targets, at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public MultiTargetMetrics(int targets) {
    if (targets < 1) {
      throw new IllegalArgumentException(targets + " targets; at least 1 is needed");
    }
    this.targets = new RegressionMetrics[targets];
    Arrays.setAll(this.targets, j -> new RegressionMetrics());
  }

  /**
   * Adds a row.
   *
   * @param predictions the values predicted, one a target
   * @param labels the values they are
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if there are not as many predictions or labels as targets, or
   *     the weight is negative or not finite
   */
  public void add(double[] predictions, double[] labels, double weight) {
    if (predictions.length != targets.length || labels.length != targets.length) {
      throw new IllegalArgumentException(
          targets.length
              + " targets but "
              + predictions.length
              + " predictions and "
              + labels.length
              + " labels");
    }
    for (int j = 0; j < targets.length; j++) {
      targets[j].add(predictions[j], labels[j], weight);
    }
  }

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows; unchanged
   * @throws IllegalArgumentException if it has another number of targets
   */
  @Override
  public void merge(MultiTargetMetrics other) {
    if (other.targets.length != targets.length) {
      throw new IllegalArgumentException(
          "sums of " + targets.length + " and of " + other.targets.length + " targets");
    }
    for (int j = 0; j < targets.length; j++) {
      targets[j].merge(other.targets[j]);
    }
  }

  /**
   * How many targets there are.
   *
   * @return the number of targets
   */
  public int targets() {
    return targets.length;
  }

  /**
   * The sums of one target.
   *
   * @param j which target
   * @return its sums, not a copy
   */
  public RegressionMetrics target(int j) {
    return targets[j];
  }

  /**
   * How many rows were added with a weight above 0.
   *
   * @return the number of rows
   */
  @Override
  public long rows() {
    return targets[0].rows();
  }

  /**
   * The sum of the rows' weights.
   *
   * @return the sum
   */
  public double weightSum() {
    return targets[0].weightSum();
  }

  /**
   * The mean of the targets' mean squared errors.
   *
   * @return in the labels' units, squared
   */
  public double meanSquaredError() {
    return mean(RegressionMetrics::meanSquaredError);
  }

  /**
   * The mean of the targets' root mean squared errors.
   *
   * @return in the labels' units
   */
  public double rootMeanSquaredError() {
    return mean(RegressionMetrics::rootMeanSquaredError);
  }

  /**
   * The mean of the targets' mean absolute errors.
   *
   * @return in the labels' units
   */
  public double meanAbsoluteError() {
    return mean(RegressionMetrics::meanAbsoluteError);
  }

  /**
   * The mean of the targets' R².
   *
   * @return at most 1; NaN if all labels of a target are equal
   */
  public double r2() {
    return mean(RegressionMetrics::r2);
  }

  /**
   * The mean of the targets' explained variances.
   *
   * @return in the labels' units, squared
   */
  public double explainedVariance() {
    return mean(RegressionMetrics::explainedVariance);
  }

  /**
   * A measure by name.
   *
   * @param metric one of values
   * @return the mean over the targets
   * @throws IllegalArgumentException if it is not among these sums
   */
  public double value(Metric metric) {
    return mean(target -> target.value(metric));
  }

  private double mean(ToDoubleFunction<RegressionMetrics> measure) {
    double sum = 0;
    for (RegressionMetrics target : targets) {
      sum += measure.applyAsDouble(target);
    }
    return sum / targets.length;
  }

  /**
   * Packs the sums for the wire.
   *
   * @return bytes for {@link #fromBytes} of the same version
   */
  @Override
  public byte[] toBytes() {
    byte[] bytes = new byte[targets.length * BYTES];
    IntStream.range(0, targets.length)
        .forEach(j -> System.arraycopy(targets[j].toBytes(), 0, bytes, j * BYTES, BYTES));
    return bytes;
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static MultiTargetMetrics fromBytes(byte[] bytes) {
    if (bytes.length % BYTES != 0) {
      throw new IllegalArgumentException(
          "metrics of a target are " + BYTES + " bytes, got " + bytes.length);
    }
    MultiTargetMetrics metrics = new MultiTargetMetrics(bytes.length / BYTES);
    Arrays.setAll(
        metrics.targets,
        j -> RegressionMetrics.fromBytes(Arrays.copyOfRange(bytes, j * BYTES, (j + 1) * BYTES)));
    return metrics;
  }

  @Override
  public String toString() {
    return "RMSE " + rootMeanSquaredError() + ", R² " + r2() + " over " + rows() + " rows";
  }
}
