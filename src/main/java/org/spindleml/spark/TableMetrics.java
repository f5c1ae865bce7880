package org.spindleml.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.DevianceMetrics;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.MultiTargetMetrics;
import org.spindleml.metrics.QuantileMetrics;
import org.spindleml.metrics.RegressionMetrics;

/**
 * Evaluates a table that a model has scored: sums on the executors, merged in partition order. Rows
 * count as their weight column says; the class weights of training have no part in it.
 */
public final class TableMetrics {
  private TableMetrics() {}

  /**
   * How good predicted classes and probabilities are.
   *
   * @param scored the scored table
   * @param probability column of probability vectors
   * @param prediction column of predicted class numbers
   * @param label column of true class numbers
   * @param weight column of row weights; null where all rows weigh 1
   * @param classes number of classes
   * @return the metrics
   */
  public static ClassificationMetrics classification(
      Dataset<Row> scored,
      String probability,
      String prediction,
      String label,
      String weight,
      int classes) {
    ClassificationMetrics metrics = new ClassificationMetrics(classes);
    select(scored, weight, probability, prediction, label)
        .mapPartitions(
            rows -> {
              ClassificationMetrics part = new ClassificationMetrics(classes);
              rows.forEachRemaining(
                  row ->
                      part.add(
                          ((Vector) row.get(0)).toArray(),
                          (int) ColumnKind.number(row.get(1)),
                          (int) ColumnKind.number(row.get(2)),
                          weight(row, 3)));
              return List.of(part.toBytes()).iterator();
            })
        .collect()
        .forEach(part -> metrics.merge(ClassificationMetrics.fromBytes(part)));
    return metrics;
  }

  /**
   * How good predicted values are.
   *
   * @param scored the scored table
   * @param prediction column of predicted values
   * @param label column of true values
   * @param weight column of row weights; null where all rows weigh 1
   * @return the metrics
   */
  public static RegressionMetrics regression(
      Dataset<Row> scored, String prediction, String label, String weight) {
    RegressionMetrics metrics = new RegressionMetrics();
    select(scored, weight, prediction, label)
        .mapPartitions(
            rows -> {
              RegressionMetrics part = new RegressionMetrics();
              rows.forEachRemaining(
                  row ->
                      part.add(
                          ColumnKind.number(row.get(0)),
                          ColumnKind.number(row.get(1)),
                          weight(row, 2)));
              return List.of(part.toBytes()).iterator();
            })
        .collect()
        .forEach(part -> metrics.merge(RegressionMetrics.fromBytes(part)));
    return metrics;
  }

  /**
   * How good several predicted values are.
   *
   * @param scored the scored table
   * @param prediction column of vectors of predicted values
   * @param label column of vectors or arrays of true values
   * @param weight column of row weights; null where all rows weigh 1
   * @param targets number of values of a row
   * @return the metrics
   */
  public static MultiTargetMetrics multiTarget(
      Dataset<Row> scored, String prediction, String label, String weight, int targets) {
    MultiTargetMetrics metrics = new MultiTargetMetrics(targets);
    select(scored, weight, prediction, label)
        .mapPartitions(
            rows -> {
              MultiTargetMetrics part = new MultiTargetMetrics(targets);
              rows.forEachRemaining(
                  row -> part.add(numbers(row.get(0)), numbers(row.get(1)), weight(row, 2)));
              return List.of(part.toBytes()).iterator();
            })
        .collect()
        .forEach(part -> metrics.merge(MultiTargetMetrics.fromBytes(part)));
    return metrics;
  }

  /**
   * How good predicted yes-or-no labels and their probabilities are.
   *
   * @param scored the scored table
   * @param probability column of probability vectors
   * @param prediction column of vectors of predicted labels
   * @param label column of numbers, vectors or arrays of true labels
   * @param weight column of row weights; null where all rows weigh 1
   * @param labels number of labels of a row
   * @return the metrics
   */
  public static MultiLabelMetrics multiLabel(
      Dataset<Row> scored,
      String probability,
      String prediction,
      String label,
      String weight,
      int labels) {
    MultiLabelMetrics metrics = new MultiLabelMetrics(labels);
    select(scored, weight, probability, prediction, label)
        .mapPartitions(
            rows -> {
              MultiLabelMetrics part = new MultiLabelMetrics(labels);
              rows.forEachRemaining(
                  row ->
                      part.add(
                          numbers(row.get(0)),
                          numbers(row.get(1)),
                          numbers(row.get(2)),
                          weight(row, 3)));
              return List.of(part.toBytes()).iterator();
            })
        .collect()
        .forEach(part -> metrics.merge(MultiLabelMetrics.fromBytes(part)));
    return metrics;
  }

  /**
   * How good the predicted quantiles of one target are.
   *
   * @param scored the scored table
   * @param prediction column of vectors of quantiles, target by target
   * @param label column of numbers, vectors or arrays of true values
   * @param weight column of row weights; null where all rows weigh 1
   * @param probabilities of the quantiles
   * @param target which of the targets
   * @return the metrics
   */
  public static QuantileMetrics quantiles(
      Dataset<Row> scored,
      String prediction,
      String label,
      String weight,
      double[] probabilities,
      int target) {
    QuantileMetrics metrics = new QuantileMetrics(probabilities);
    int from = target * probabilities.length;
    select(scored, weight, prediction, label)
        .mapPartitions(
            rows -> {
              QuantileMetrics part = new QuantileMetrics(probabilities);
              rows.forEachRemaining(
                  row -> {
                    double truth = numbers(row.get(1))[target];
                    part.add(numbers(row.get(0)), from, truth, weight(row, 2));
                  });
              return List.of(part.toBytes()).iterator();
            })
        .collect()
        .forEach(part -> metrics.merge(QuantileMetrics.fromBytes(part)));
    return metrics;
  }

  /**
   * The deviance of the predicted means of one target.
   *
   * @param scored the scored table
   * @param prediction column of numbers or vectors of predicted means
   * @param label column of numbers, vectors or arrays of true values
   * @param weight column of row weights; null where all rows weigh 1
   * @param power of the deviance, from 1 (Poisson) to 2 (gamma)
   * @param target which of the targets
   * @return the metrics
   */
  public static DevianceMetrics deviance(
      Dataset<Row> scored,
      String prediction,
      String label,
      String weight,
      double power,
      int target) {
    DevianceMetrics metrics = new DevianceMetrics(power);
    select(scored, weight, prediction, label)
        .mapPartitions(
            rows -> {
              DevianceMetrics part = new DevianceMetrics(power);
              rows.forEachRemaining(
                  row ->
                      part.add(
                          numbers(row.get(0))[target],
                          numbers(row.get(1))[target],
                          weight(row, 2)));
              return List.of(part.toBytes()).iterator();
            })
        .collect()
        .forEach(part -> metrics.merge(DevianceMetrics.fromBytes(part)));
    return metrics;
  }

  /** The numbers of a number, vector or array. */
  private static double[] numbers(Object value) {
    double[] numbers = new double[ColumnKind.width(value)];
    ColumnKind.ofValue(value).copy(value, numbers, 0);
    return numbers;
  }

  private static JavaRDD<Row> select(Dataset<Row> scored, String weight, String... columns) {
    List<Integer> indices = new ArrayList<>();
    for (String column : columns) {
      indices.add(Columns.find(scored.schema(), column));
    }
    if (weight != null) {
      indices.add(Columns.find(scored.schema(), weight));
    }
    return Columns.select(scored, indices).javaRDD();
  }

  private static double weight(Row row, int index) {
    return row.size() > index ? ColumnKind.number(row.get(index)) : 1;
  }
}
