package org.spindleml.metrics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntToDoubleFunction;

/**
 * How well classes are told apart, as far as three sums for each class tell: the weight of its
 * rows, of those predicted to be of it, and of those that are both. Without the confusion matrix of
 * {@link ClassificationMetrics}, any number of classes takes 24 bytes each.
 *
 * <p>What has no answer is NaN. Averages over classes are over those that occur among the labels; a
 * precision that has no answer counts there as 0.
 */
public final class ClassTotals implements Sums<ClassTotals> {
  private final double[] right;
  private final double[] predicted;
  private final double[] occurring;
  private double lossSum;
  private double weightSum;
  private long rows;

  /**
   * Sums of no rows.
   *
   * @param classes number of classes
   * @throws IllegalArgumentException if it is below 1
   */
  public ClassTotals(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("sums of " + classes + " classes");
    }
    right = new double[classes];
    predicted = new double[classes];
    occurring = new double[classes];
  }

  /**
   * Adds a row.
   *
   * @param probabilities of each class
   * @param prediction the class predicted, which thresholds may have chosen
   * @param label the class it is
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if there are not as many probabilities as classes, a class is
   *     out of range, or the weight is negative or not finite
   */
  public void add(double[] probabilities, int prediction, int label, double weight) {
    requireProbabilities(probabilities.length);
    if (counts(prediction, label, weight)) {
      count(probabilities[label], prediction, label, weight);
    }
  }

  void requireProbabilities(int found) {
    if (found != right.length) {
      throw new IllegalArgumentException(right.length + " classes but " + found + " probabilities");
    }
  }

  /** Checks a row; false if its weight is 0. */
  boolean counts(int prediction, int label, double weight) {
    int classes = right.length;
    if (prediction < 0 || prediction >= classes || label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "prediction " + prediction + " and label " + label + " of " + classes + " classes");
    }
    Weights.require(weight);
    return weight > 0;
  }

  /** Counts a row that has been checked; {@code probability} is that of its class. */
  void count(double probability, int prediction, int label, double weight) {
    predicted[prediction] += weight;
    occurring[label] += weight;
    if (prediction == label) {
      right[label] += weight;
    }
    double least = ClassificationMetrics.SMALLEST_PROBABILITY;
    lossSum -= weight * StrictMath.log(Math.max(probability, least));
    weightSum += weight;
    rows++;
  }

  @Override
  public void merge(ClassTotals other) {
    if (other.right.length != right.length) {
      throw new IllegalArgumentException(
          "sums of " + right.length + " and of " + other.right.length + " classes");
    }
    for (int k = 0; k < right.length; k++) {
      right[k] += other.right[k];
      predicted[k] += other.predicted[k];
      occurring[k] += other.occurring[k];
    }
    lossSum += other.lossSum;
    weightSum += other.weightSum;
    rows += other.rows;
  }

  int classes() {
    return right.length;
  }

  @Override
  public long rows() {
    return rows;
  }

  double weightSum() {
    return weightSum;
  }

  /** Whether a probability was NaN. */
  boolean hasNaN() {
    return Double.isNaN(lossSum);
  }

  double accuracy() {
    double sum = 0;
    for (double ofClass : right) {
      sum += ofClass;
    }
    return sum / weightSum;
  }

  double logLoss() {
    return lossSum / weightSum;
  }

  boolean occurs(int k) {
    return occurring[k] > 0;
  }

  double precision(int k) {
    return right[k] / predicted[k];
  }

  double precisionOr0(int k) {
    return predicted[k] > 0 ? precision(k) : 0;
  }

  double recall(int k) {
    return right[k] / occurring[k];
  }

  double f1(int k) {
    return 2 * right[k] / (predicted[k] + occurring[k]);
  }

  double fMeasure(int k, double beta) {
    double square = beta * beta;
    return (1 + square) * right[k] / (predicted[k] + square * occurring[k]);
  }

  double falsePositiveRate(int k) {
    return (predicted[k] - right[k]) / (weightSum - occurring[k]);
  }

  /** The mean over the classes that occur. */
  double macro(IntToDoubleFunction measure) {
    double sum = 0;
    int count = 0;
    for (int k = 0; k < right.length; k++) {
      if (occurs(k)) {
        sum += measure.applyAsDouble(k);
        count++;
      }
    }
    return sum / count;
  }

  /** The mean, each class weighing as much as its rows. */
  double weighted(IntToDoubleFunction measure) {
    double sum = 0;
    for (int k = 0; k < right.length; k++) {
      if (occurs(k)) {
        sum += occurring[k] * measure.applyAsDouble(k);
      }
    }
    return sum / weightSum;
  }

  /**
   * A measure by name.
   *
   * @param metric one of classes, neither the loss nor an area; f1 is the macro average
   * @return its value
   * @throws IllegalArgumentException if it is not among these sums
   */
  public double value(Metric metric) {
    return switch (metric) {
      case ACCURACY -> accuracy();
      case BALANCED_ACCURACY -> macro(this::recall);
      case F1 -> macro(this::f1);
      case LOG_LOSS -> logLoss();
      default -> throw metric.missingIn(this);
    };
  }

  @Override
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(classes());
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // An array takes everything.
    }
    return bytes.toByteArray();
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static ClassTotals fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ClassTotals totals = new ClassTotals(in.readInt());
      totals.read(in);
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      return totals;
    } catch (IOException e) {
      throw new IllegalArgumentException("no sums of classes: " + e, e);
    }
  }

  /** Writes everything but the number of classes. */
  void write(DataOutputStream out) throws IOException {
    out.writeDouble(lossSum);
    out.writeDouble(weightSum);
    out.writeLong(rows);
    SparseSums.write(out, right);
    SparseSums.write(out, predicted);
    SparseSums.write(out, occurring);
  }

  /** Reads into sums of no rows. */
  void read(DataInputStream in) throws IOException {
    lossSum = in.readDouble();
    weightSum = in.readDouble();
    rows = in.readLong();
    SparseSums.read(in, right);
    SparseSums.read(in, predicted);
    SparseSums.read(in, occurring);
  }

  @Override
  public String toString() {
    return "accuracy " + accuracy() + ", log loss " + logLoss() + " over " + rows + " rows";
  }
}
