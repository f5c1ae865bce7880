package org.spindleml.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.OperatingPoint;
import org.spindleml.nn.Target;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.spark.EvaluationColumns;

/**
 * How well a model tells classes apart on a table. Names and meanings are those of Spark's
 * summaries: arrays have a number for each class that occurs, and where something was never
 * predicted its precision and F measure are 0. {@link #metrics} and, of several labels, {@link
 * #multiLabelMetrics} have more.
 */
public sealed class MlpClassificationSummary extends MlpSummary
    permits MlpClassificationTrainingSummary {
  private final MlpClassificationModel model;
  private ClassificationMetrics metrics;
  private MultiLabelMetrics multiLabelMetrics;

  /** A summary of a table; the model's prediction and probability columns have names. */
  MlpClassificationSummary(
      MlpClassificationModel model, EvaluationColumns columns, Dataset<?> data) {
    super(model, model.getPredictionCol(), columns, data);
    this.model = model;
  }

  /**
   * Says the column of probabilities.
   *
   * @return a column of {@link #predictions}; with a name made up where the model's is turned off
   */
  public String probabilityCol() {
    return model.getProbabilityCol();
  }

  /**
   * Whether the model predicts several labels for a row, and not a class.
   *
   * @return true where {@link #multiLabelMetrics} are the metrics
   */
  public boolean isMultiLabel() {
    return model.network().loss().target() == Target.LABELS;
  }

  /**
   * All sums and metrics of classes.
   *
   * @return the metrics, not a copy
   * @throws IllegalStateException if the model predicts several labels
   */
  public synchronized ClassificationMetrics metrics() {
    if (isMultiLabel()) {
      throw new IllegalStateException(
          "this model predicts " + model.numClasses() + " labels for a row; use multiLabelMetrics");
    }
    if (metrics == null) {
      metrics = table().classification(probabilityCol(), predictionCol(), model.numClasses());
    }
    return metrics;
  }

  /**
   * All sums and metrics of several yes-or-no labels.
   *
   * @return the metrics, not a copy
   * @throws IllegalStateException if the model predicts classes
   */
  public synchronized MultiLabelMetrics multiLabelMetrics() {
    if (!isMultiLabel()) {
      throw new IllegalStateException("this model predicts a class for a row; use metrics");
    }
    if (multiLabelMetrics == null) {
      multiLabelMetrics = table().multiLabel(probabilityCol(), predictionCol(), model.numClasses());
    }
    return multiLabelMetrics;
  }

  /**
   * The classes that occur among the labels.
   *
   * @return their numbers, ascending; the other arrays are in this order
   */
  public double[] labels() {
    return byLabel(k -> k);
  }

  private double[] byLabel(IntToDoubleFunction measure) {
    return Arrays.stream(metrics().occurring()).mapToDouble(measure).toArray();
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  /**
   * Of the rows of each class, the share predicted to be of it.
   *
   * @return the same as {@link #recallByLabel}
   */
  public double[] truePositiveRateByLabel() {
    return recallByLabel();
  }

  /**
   * Of the rows of other classes, the share predicted to be of a class.
   *
   * @return from 0 to 1; NaN where there is one class only
   */
  public double[] falsePositiveRateByLabel() {
    return byLabel(metrics()::falsePositiveRate);
  }

  /**
   * Of the rows predicted to be of each class, the share that is.
   *
   * @return from 0 to 1; 0 for a class that was never predicted
   */
  public double[] precisionByLabel() {
    return byLabel(k -> orZero(metrics().precision(k)));
  }

  /**
   * Of the rows of each class, the share predicted to be of it.
   *
   * @return from 0 to 1
   */
  public double[] recallByLabel() {
    return byLabel(metrics()::recall);
  }

  /**
   * The weighted harmonic mean of precision and recall of each class.
   *
   * @param beta how many times as much recall counts as precision
   * @return from 0 to 1
   */
  public double[] fMeasureByLabel(double beta) {
    return byLabel(k -> metrics().fMeasure(k, beta));
  }

  /**
   * The harmonic mean of precision and recall of each class.
   *
   * @return from 0 to 1
   */
  public double[] fMeasureByLabel() {
    return fMeasureByLabel(1);
  }

  /**
   * The share of rows predicted right.
   *
   * @return from 0 to 1
   */
  public double accuracy() {
    return metrics().accuracy();
  }

  /**
   * The mean true positive rate, each class weighing as much as its rows.
   *
   * @return the same as {@link #weightedRecall}
   */
  public double weightedTruePositiveRate() {
    return weightedRecall();
  }

  /**
   * The mean false positive rate, each class weighing as much as its rows.
   *
   * @return from 0 to 1; NaN where there is one class only
   */
  public double weightedFalsePositiveRate() {
    return metrics().weightedFalsePositiveRate();
  }

  /**
   * The mean recall, each class weighing as much as its rows.
   *
   * @return from 0 to 1
   */
  public double weightedRecall() {
    return metrics().weightedRecall();
  }

  /**
   * The mean precision, each class weighing as much as its rows.
   *
   * @return from 0 to 1
   */
  public double weightedPrecision() {
    return metrics().weightedPrecision();
  }

  /**
   * The mean F measure, each class weighing as much as its rows.
   *
   * @param beta how many times as much recall counts as precision
   * @return from 0 to 1
   */
  public double weightedFMeasure(double beta) {
    return metrics().weightedFMeasure(beta);
  }

  /**
   * The mean of the harmonic mean of precision and recall, each class weighing as much as its rows.
   *
   * @return from 0 to 1
   */
  public double weightedFMeasure() {
    return weightedFMeasure(1);
  }

  /**
   * The ROC curve of two classes, class 1 being the positive one.
   *
   * @return columns FPR and TPR, from (0, 0) to (1, 1)
   * @throws IllegalStateException if there are not two classes
   */
  public Dataset<Row> roc() {
    List<Row> rows = points(OperatingPoint::falsePositiveRate, OperatingPoint::recall);
    rows.add(0, RowFactory.create(0.0, 0.0));
    return curve("FPR", "TPR", rows);
  }

  /**
   * The area under the ROC curve of two classes.
   *
   * @return from 0 to 1; see {@link ClassificationMetrics#areaUnderRoc}
   * @throws IllegalStateException if there are not two classes
   */
  public double areaUnderROC() {
    return metrics().areaUnderRoc();
  }

  /**
   * The precision-recall curve of two classes, class 1 being the positive one.
   *
   * @return columns recall and precision, from recall 0 to 1
   * @throws IllegalStateException if there are not two classes
   */
  public Dataset<Row> pr() {
    List<Row> rows = points(OperatingPoint::recall, OperatingPoint::precision);
    if (!rows.isEmpty()) {
      rows.add(0, RowFactory.create(0.0, rows.get(0).getDouble(1)));
    }
    return curve("recall", "precision", rows);
  }

  /**
   * The area under the precision-recall curve of two classes, as average precision.
   *
   * @return from 0 to 1; see {@link ClassificationMetrics#areaUnderPrecisionRecall}
   * @throws IllegalStateException if there are not two classes
   */
  public double areaUnderPR() {
    return metrics().areaUnderPrecisionRecall();
  }

  /**
   * Precision of class 1 of two, answered from each score on.
   *
   * @return columns threshold, descending, and precision
   * @throws IllegalStateException if there are not two classes
   */
  public Dataset<Row> precisionByThreshold() {
    return byThreshold("precision", OperatingPoint::precision);
  }

  /**
   * Recall of class 1 of two, answered from each score on.
   *
   * @return columns threshold, descending, and recall
   * @throws IllegalStateException if there are not two classes
   */
  public Dataset<Row> recallByThreshold() {
    return byThreshold("recall", OperatingPoint::recall);
  }

  /**
   * F1 of class 1 of two, answered from each score on.
   *
   * @return columns threshold, descending, and F-Measure
   * @throws IllegalStateException if there are not two classes
   */
  public Dataset<Row> fMeasureByThreshold() {
    return byThreshold("F-Measure", OperatingPoint::f1);
  }

  private Dataset<Row> byThreshold(String name, ToDoubleFunction<OperatingPoint> measure) {
    return curve("threshold", name, points(OperatingPoint::threshold, measure));
  }

  private List<Row> points(ToDoubleFunction<OperatingPoint> x, ToDoubleFunction<OperatingPoint> y) {
    return new ArrayList<>(
        metrics().operatingPoints().stream()
            .map(point -> RowFactory.create(x.applyAsDouble(point), y.applyAsDouble(point)))
            .toList());
  }

  private Dataset<Row> curve(String x, String y, List<Row> rows) {
    StructType schema =
        new StructType().add(x, DataTypes.DoubleType, false).add(y, DataTypes.DoubleType, false);
    return data().sparkSession().createDataFrame(rows, schema);
  }

  @Override
  public EvaluatedTable evaluated(String name, List<String> labels) {
    return isMultiLabel()
        ? new EvaluatedTable(name, multiLabelMetrics(), labels)
        : new EvaluatedTable(name, metrics(), model.network().classNames());
  }

  @Override
  public String toString() {
    return (isMultiLabel() ? multiLabelMetrics() : metrics()).toString();
  }
}
