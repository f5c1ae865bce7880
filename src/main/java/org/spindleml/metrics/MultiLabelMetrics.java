package org.spindleml.metrics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How well several yes-or-no labels of a row are told, as sums over weighted rows.
 *
 * <p>Sums of parts are merged; merged in the same order they give the same bits. A row of weight w
 * counts as w rows, one of weight 0 as none.
 *
 * <p>What has no answer is NaN: everything before the first row, the precision of a label never
 * predicted, the recall of one that never occurs. Micro averages count all answers of all labels
 * together; macro averages are over the labels that occur, and a precision that has no answer
 * counts there as 0, as in {@link ClassificationMetrics}.
 */
public final class MultiLabelMetrics implements Sums<MultiLabelMetrics> {
  private final int labels;

  /** Weights of rows by label: predicted and so, predicted, so. */
  private final double[] right;

  private final double[] predicted;
  private final double[] occurring;

  private double allRight;
  private double lossSum;
  private double weightSum;
  private long rows;

  /**
   * Sums of no rows.
   *
   * @param labels number of labels, at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public MultiLabelMetrics(int labels) {
    if (labels < 1) {
      throw new IllegalArgumentException(labels + " labels; at least 1 is needed");
    }
    this.labels = labels;
    right = new double[labels];
    predicted = new double[labels];
    occurring = new double[labels];
  }

  /**
   * Adds a row.
   *
   * @param probabilities of each label to be 1
   * @param predictions 0 or 1 for each label, which thresholds may have chosen
   * @param truths 0 or 1 for each label
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if there are not as many numbers as labels, a prediction or
   *     truth is not 0 or 1, or the weight is negative or not finite
   */
  public void add(double[] probabilities, double[] predictions, double[] truths, double weight) {
    requireAnswers("predictions", predictions);
    requireAnswers("labels", truths);
    if (probabilities.length != labels) {
      throw new IllegalArgumentException(
          labels + " labels but " + probabilities.length + " probabilities");
    }
    Weights.require(weight);
    if (weight == 0) {
      return;
    }
    double rowLoss = 0;
    for (int j = 0; j < labels; j++) {
      double ofTruth = truths[j] == 1 ? probabilities[j] : 1 - probabilities[j];
      rowLoss -= StrictMath.log(Math.max(ofTruth, ClassificationMetrics.SMALLEST_PROBABILITY));
      right[j] += weight * (predictions[j] * truths[j]);
      predicted[j] += weight * predictions[j];
      occurring[j] += weight * truths[j];
    }
    lossSum += weight * rowLoss;
    allRight += Arrays.equals(predictions, truths) ? weight : 0;
    weightSum += weight;
    rows++;
  }

  private void requireAnswers(String what, double[] answers) {
    if (answers.length != labels || !Arrays.stream(answers).allMatch(y -> y == 0 || y == 1)) {
      throw new IllegalArgumentException(
          what + " must be " + labels + " numbers 0 or 1, found " + Arrays.toString(answers));
    }
  }

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows; unchanged
   * @throws IllegalArgumentException if it has another number of labels
   */
  @Override
  public void merge(MultiLabelMetrics other) {
    if (other.labels != labels) {
      throw new IllegalArgumentException(
          "sums of " + labels + " and of " + other.labels + " labels");
    }
    for (int j = 0; j < labels; j++) {
      right[j] += other.right[j];
      predicted[j] += other.predicted[j];
      occurring[j] += other.occurring[j];
    }
    allRight += other.allRight;
    lossSum += other.lossSum;
    weightSum += other.weightSum;
    rows += other.rows;
  }

  /**
   * How many labels there are.
   *
   * @return the number of labels
   */
  public int labels() {
    return labels;
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
   * The share of wrong answers among all answers of all labels.
   *
   * @return from 0 to 1
   */
  public double hammingLoss() {
    double wrong = sum(predicted) + sum(occurring) - 2 * sum(right);
    return wrong / (labels * weightSum);
  }

  /**
   * The share of rows with all answers right.
   *
   * @return from 0 to 1
   */
  public double subsetAccuracy() {
    return allRight / weightSum;
  }

  /**
   * The mean over rows and labels of −log of the probability of what was so, in nats; probabilities
   * below {@link ClassificationMetrics#SMALLEST_PROBABILITY} count as that.
   *
   * @return at least 0
   */
  public double logLoss() {
    return lossSum / (labels * weightSum);
  }

  /**
   * Of the rows predicted to have a label, the share that has.
   *
   * @param j the label
   * @return from 0 to 1; NaN if it was never predicted
   */
  public double precision(int j) {
    return right[j] / predicted[j];
  }

  /**
   * Of the rows that have a label, the share predicted to.
   *
   * @param j the label
   * @return from 0 to 1; NaN if it never occurs
   */
  public double recall(int j) {
    return right[j] / occurring[j];
  }

  /**
   * The harmonic mean of precision and recall, 2 × right / (predicted + occurring).
   *
   * @param j the label
   * @return from 0 to 1; NaN if it neither occurs nor is predicted
   */
  public double f1(int j) {
    return 2 * right[j] / (predicted[j] + occurring[j]);
  }

  /**
   * The precision of all labels' answers together.
   *
   * @return from 0 to 1; NaN if nothing was predicted
   */
  public double microPrecision() {
    return sum(right) / sum(predicted);
  }

  /**
   * The recall of all labels' answers together.
   *
   * @return from 0 to 1; NaN if no label occurs
   */
  public double microRecall() {
    return sum(right) / sum(occurring);
  }

  /**
   * The F1 of all labels' answers together.
   *
   * @return from 0 to 1; NaN if no label occurs or is predicted
   */
  public double microF1() {
    return 2 * sum(right) / (sum(predicted) + sum(occurring));
  }

  /**
   * The mean precision of the labels that occur.
   *
   * @return from 0 to 1
   */
  public double macroPrecision() {
    return macro(j -> predicted[j] > 0 ? precision(j) : 0);
  }

  /**
   * The mean recall of the labels that occur.
   *
   * @return from 0 to 1
   */
  public double macroRecall() {
    return macro(this::recall);
  }

  /**
   * The mean F1 of the labels that occur.
   *
   * @return from 0 to 1
   */
  public double macroF1() {
    return macro(this::f1);
  }

  /**
   * A measure by name.
   *
   * @param metric one of labels, not the loss; f1 is the macro average
   * @return its value
   * @throws IllegalArgumentException if it is not among these sums
   */
  public double value(Metric metric) {
    return switch (metric) {
      case HAMMING_LOSS -> hammingLoss();
      case SUBSET_ACCURACY -> subsetAccuracy();
      case LOG_LOSS -> logLoss();
      case F1 -> macroF1();
      case MICRO_F1 -> microF1();
      default -> throw metric.missingIn(this);
    };
  }

  private double macro(IntToDoubleFunction measure) {
    double sum = 0;
    int counted = 0;
    for (int j = 0; j < labels; j++) {
      if (occurring[j] > 0) {
        sum += measure.applyAsDouble(j);
        counted++;
      }
    }
    return sum / counted;
  }

  private static double sum(double[] sums) {
    double sum = 0;
    for (double term : sums) {
      sum += term;
    }
    return sum;
  }

  /**
   * Packs the sums for the wire.
   *
   * @return bytes for {@link #fromBytes} of the same version
   */
  @Override
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(bytes(labels));
    out.putLong(rows).putDouble(weightSum).putDouble(lossSum).putDouble(allRight);
    for (int j = 0; j < labels; j++) {
      out.putDouble(right[j]).putDouble(predicted[j]).putDouble(occurring[j]);
    }
    return out.array();
  }

  private static int bytes(int labels) {
    return Long.BYTES + (3 + 3 * labels) * Double.BYTES;
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link #toBytes}
   * @return the sums, bit for bit
   * @throws IllegalArgumentException if the bytes are not such
   */
  public static MultiLabelMetrics fromBytes(byte[] bytes) {
    int labels = (bytes.length - bytes(0)) / (3 * Double.BYTES);
    if (labels < 1 || bytes.length != bytes(labels)) {
      throw new IllegalArgumentException("no multi-label metrics: " + bytes.length + " bytes");
    }
    MultiLabelMetrics metrics = new MultiLabelMetrics(labels);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    metrics.rows = in.getLong();
    metrics.weightSum = in.getDouble();
    metrics.lossSum = in.getDouble();
    metrics.allRight = in.getDouble();
    for (int j = 0; j < labels; j++) {
      metrics.right[j] = in.getDouble();
      metrics.predicted[j] = in.getDouble();
      metrics.occurring[j] = in.getDouble();
    }
    return metrics;
  }

  @Override
  public String toString() {
    return "Hamming loss " + hammingLoss() + ", macro F1 " + macroF1() + " over " + rows + " rows";
  }
}
