package org.spindleml.metrics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well classes are told apart, as sums over weighted rows: confusion matrix, log loss,
 * calibration and, for two classes, the ROC and precision-recall curves.
 *
 * <p>Sums of parts are merged; merged in the same order they give the same bits. A row of weight w
 * counts as w rows, one of weight 0 as none.
 *
 * <p>What has no answer is NaN: everything before the first row, the precision of a class never
 * predicted, the recall of a class that never occurs, areas without rows of both classes. Averages
 * over classes are over those that occur among the labels; a precision that has no answer counts
 * there as 0, for the class was missed every time. A NaN probability makes log loss and areas NaN.
 *
 * <p>Memory: classes² doubles and, for two classes, up to 3 MiB of score bins.
 */
public final class ClassificationMetrics implements Sums<ClassificationMetrics> {
  /**
   * Smallest probability that log loss takes a logarithm of, so that one wrong row cannot make it
   * infinite; the value of Spark's MulticlassMetrics.
   */
  public static final double SMALLEST_PROBABILITY = 1e-15;

  private final ClassTotals totals;

  /** Weights of rows, labels × predictions. */
  private final double[] confusion;

  /** For two classes, else null. */
  private final ScoreBins scores;

  private final CalibrationBins calibration = new CalibrationBins();

  /**
   * Sums of no rows.
   *
   * @param classes number of classes
   * @throws IllegalArgumentException if it is below 1, or its square fits in no array
   */
  public ClassificationMetrics(int classes) {
    if (classes < 1 || (long) classes * classes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a confusion matrix of " + classes + " classes; 1 to 46340 are possible");
    }
    totals = new ClassTotals(classes);
    confusion = new double[classes * classes];
    scores = classes == 2 ? new ScoreBins() : null;
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
    totals.requireProbabilities(probabilities.length);
    if (totals.counts(prediction, label, weight)) {
      count(probabilities[label], prediction, label, weight);
      calibrate(probabilities[classes() == 2 ? 1 : prediction], prediction, label, weight);
      if (scores != null) {
        scores.add(probabilities[0], probabilities[1], label == 1, weight);
      }
    }
  }

  /**
   * Adds a row.
   *
   * @param probabilities of each class
   * @param prediction the class predicted
   * @param label the class it is
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException as {@link #add(double[], int, int, double)}
   */
  public void add(float[] probabilities, int prediction, int label, double weight) {
    totals.requireProbabilities(probabilities.length);
    add(probabilities, 0, prediction, label, weight);
  }

  /**
   * Adds a row of a block.
   *
   * @param probabilities holds the row's probability of each class
   * @param at where they begin
   * @param prediction the class predicted
   * @param label the class it is
   * @param weight of the row, at least 0
   * @throws IllegalArgumentException if a class is out of range, or the weight is negative or not
   *     finite
   */
  public void add(float[] probabilities, int at, int prediction, int label, double weight) {
    if (totals.counts(prediction, label, weight)) {
      count(probabilities[at + label], prediction, label, weight);
      calibrate(probabilities[at + (classes() == 2 ? 1 : prediction)], prediction, label, weight);
      if (scores != null) {
        scores.add(probabilities[at], probabilities[at + 1], label == 1, weight);
      }
    }
  }

  private void count(double probability, int prediction, int label, double weight) {
    totals.count(probability, prediction, label, weight);
    confusion[label * classes() + prediction] += weight;
  }

  /** Of two classes the positive one's probability, else the predicted one's. */
  private void calibrate(double probability, int prediction, int label, double weight) {
    calibration.add(probability, classes() == 2 ? label == 1 : label == prediction, weight);
  }

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows; unchanged
   * @throws IllegalArgumentException if it has another number of classes
   */
  @Override
  public void merge(ClassificationMetrics other) {
    totals.merge(other.totals);
    for (int i = 0; i < confusion.length; i++) {
      confusion[i] += other.confusion[i];
    }
    if (scores != null) {
      scores.merge(other.scores);
    }
    calibration.merge(other.calibration);
  }

  /**
   * How many classes there are.
   *
   * @return the number of classes
   */
  public int classes() {
    return totals.classes();
  }

  /**
   * How many rows were added with a weight above 0.
   *
   * @return the number of rows
   */
  @Override
  public long rows() {
    return totals.rows();
  }

  /**
   * The sum of the rows' weights.
   *
   * @return the sum
   */
  public double weightSum() {
    return totals.weightSum();
  }

  /**
   * The confusion matrix.
   *
   * @return a copy: weight of the rows by label (first index) and prediction (second)
   */
  public double[][] confusion() {
    int classes = classes();
    double[][] matrix = new double[classes][classes];
    for (int label = 0; label < classes; label++) {
      System.arraycopy(confusion, label * classes, matrix[label], 0, classes);
    }
    return matrix;
  }

  /**
   * The share of rows predicted right.
   *
   * @return from 0 to 1
   */
  public double accuracy() {
    return totals.accuracy();
  }

  /**
   * The mean of −log of the probability of the row's class, in nats; probabilities below {@link
   * #SMALLEST_PROBABILITY} count as that.
   *
   * @return at least 0
   */
  public double logLoss() {
    return totals.logLoss();
  }

  /**
   * Of the rows predicted to be of a class, the share that is.
   *
   * @param k the class
   * @return from 0 to 1; NaN if the class was never predicted
   */
  public double precision(int k) {
    return totals.precision(k);
  }

  /**
   * Of the rows of a class, the share predicted to be.
   *
   * @param k the class
   * @return from 0 to 1; NaN if the class never occurs
   */
  public double recall(int k) {
    return totals.recall(k);
  }

  /**
   * The harmonic mean of precision and recall, 2 × right / (predicted + occurring).
   *
   * @param k the class
   * @return from 0 to 1; NaN if the class neither occurs nor is predicted
   */
  public double f1(int k) {
    return totals.f1(k);
  }

  /**
   * The weighted harmonic mean of precision and recall: (1 + β²) × right / (predicted + β² ×
   * occurring).
   *
   * @param k the class
   * @param beta β: how many times as much recall counts as precision
   * @return from 0 to 1; NaN if the class neither occurs nor is predicted
   */
  public double fMeasure(int k, double beta) {
    return totals.fMeasure(k, beta);
  }

  /**
   * Of the rows of other classes, the share predicted to be of a class.
   *
   * @param k the class
   * @return from 0 to 1; NaN if there are no rows of other classes
   */
  public double falsePositiveRate(int k) {
    return totals.falsePositiveRate(k);
  }

  /**
   * The classes that occur among the labels.
   *
   * @return their numbers, ascending
   */
  public int[] occurring() {
    return IntStream.range(0, classes()).filter(totals::occurs).toArray();
  }

  /**
   * The mean precision of the classes that occur.
   *
   * @return from 0 to 1
   */
  public double macroPrecision() {
    return totals.macro(totals::precisionOr0);
  }

  /**
   * The mean recall of the classes that occur, also called balanced accuracy.
   *
   * @return from 0 to 1
   */
  public double macroRecall() {
    return totals.macro(totals::recall);
  }

  /**
   * The mean F1 of the classes that occur.
   *
   * @return from 0 to 1
   */
  public double macroF1() {
    return totals.macro(totals::f1);
  }

  /**
   * The mean recall of the classes that occur: an accuracy in which each class weighs the same.
   *
   * @return from 0 to 1; 1 / classes by guessing
   */
  public double balancedAccuracy() {
    return macroRecall();
  }

  /**
   * The mean precision, each class weighing as much as its rows.
   *
   * @return from 0 to 1
   */
  public double weightedPrecision() {
    return totals.weighted(totals::precisionOr0);
  }

  /**
   * The mean recall, each class weighing as much as its rows; the same as {@link #accuracy} but for
   * rounding.
   *
   * @return from 0 to 1
   */
  public double weightedRecall() {
    return totals.weighted(totals::recall);
  }

  /**
   * The mean F1, each class weighing as much as its rows.
   *
   * @return from 0 to 1
   */
  public double weightedF1() {
    return totals.weighted(totals::f1);
  }

  /**
   * The mean F measure, each class weighing as much as its rows.
   *
   * @param beta β: how many times as much recall counts as precision
   * @return from 0 to 1
   */
  public double weightedFMeasure(double beta) {
    return totals.weighted(k -> fMeasure(k, beta));
  }

  /**
   * The mean false positive rate, each class weighing as much as its rows.
   *
   * @return from 0 to 1; NaN if only one class occurs
   */
  public double weightedFalsePositiveRate() {
    return totals.weighted(totals::falsePositiveRate);
  }

  /**
   * What comes of answering class 1 of two from each score on: the points of ROC and
   * precision-recall curves.
   *
   * @return from the highest score down, one for each of the scores or bins of {@link
   *     #areaUnderRoc}; none where a probability was NaN
   * @throws IllegalStateException if there are not two classes
   */
  public List<OperatingPoint> operatingPoints() {
    ScoreBins two = twoClasses();
    return totals.hasNaN() ? List.of() : two.points();
  }

  /**
   * The area under the ROC curve of two classes, class 1 being the positive one: the chance that a
   * positive row scores above a negative one, ties counting half. Up to 65 536 different scores
   * (float32 values of the smaller probability) are told apart; where there are more, scores in the
   * same of 65 536 bins, as fine as they allow, are ties, and the area is right within 1e-4.
   *
   * @return from 0 to 1; NaN without rows of both classes
   * @throws IllegalStateException if there are not two classes
   */
  public double areaUnderRoc() {
    ScoreBins two = twoClasses();
    return totals.hasNaN() ? Double.NaN : two.areaUnderRoc();
  }

  /**
   * The area under the precision-recall curve of two classes, class 1 being the positive one, as
   * average precision: Σ precision × step in recall over the scores, downwards, in the bins of
   * {@link #areaUnderRoc}. Spark's evaluator joins the points by straight lines and gives slightly
   * more.
   *
   * @return from 0 to 1, the share of positive rows by guessing; NaN without positive rows
   * @throws IllegalStateException if there are not two classes
   */
  public double areaUnderPrecisionRecall() {
    ScoreBins two = twoClasses();
    return totals.hasNaN() ? Double.NaN : two.areaUnderPrecisionRecall();
  }

  /**
   * How often what is said to have some probability comes true, in fifteen ranges: of two classes
   * for the probability of class 1, of more for that of the class predicted. The sums are exact.
   *
   * @return a bin for each range, from 0 to 1
   */
  public List<CalibrationBin> calibration() {
    return calibration.list();
  }

  /**
   * The expected calibration error: how far the mean probability and the share that came true are
   * apart, in the mean over the rows of {@link #calibration}.
   *
   * @return from 0 to 1
   */
  public double expectedCalibrationError() {
    return totals.hasNaN() ? Double.NaN : calibration.expectedError();
  }

  /**
   * A measure by name.
   *
   * @param metric one of classes, not the loss; f1 is the macro average
   * @return its value
   * @throws IllegalArgumentException if it is not among these sums
   * @throws IllegalStateException if it is an area and there are not two classes
   */
  public double value(Metric metric) {
    return switch (metric) {
      case AUC_ROC -> areaUnderRoc();
      case AUC_PR -> areaUnderPrecisionRecall();
      case ACCURACY, BALANCED_ACCURACY, F1, LOG_LOSS -> totals.value(metric);
      default -> throw metric.missingIn(this);
    };
  }

  private ScoreBins twoClasses() {
    if (scores == null) {
      throw new IllegalStateException("areas under curves need 2 classes, not " + classes());
    }
    return scores;
  }

  /**
   * Packs the sums for the wire; what is 0 is not sent.
   *
   * @return bytes for {@link #fromBytes} of the same version
   */
  @Override
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(classes());
      totals.write(out);
      SparseSums.write(out, confusion);
      if (scores != null) {
        scores.write(out);
      }
      calibration.write(out);
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
  public static ClassificationMetrics fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ClassificationMetrics metrics = new ClassificationMetrics(in.readInt());
      metrics.totals.read(in);
      SparseSums.read(in, metrics.confusion);
      if (metrics.scores != null) {
        metrics.scores.read(in);
      }
      metrics.calibration.read(in);
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      return metrics;
    } catch (IOException e) {
      throw new IllegalArgumentException("no classification metrics: " + e, e);
    }
  }

  @Override
  public String toString() {
    return totals.toString();
  }
}
