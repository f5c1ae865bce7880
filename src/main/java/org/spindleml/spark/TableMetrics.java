package org.spindleml.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.Sums;
import org.spindleml.metrics.ValueMetrics;
import org.spindleml.nn.Loss;

/**
 * Evaluates a table that a model has scored: sums on the executors, merged in partition order. Rows
 * count as their weight column says; the class weights of training have no part in it.
 *
 * @param scored the scored table
 * @param columns where its labels and weights are
 */
public record TableMetrics(Dataset<Row> scored, EvaluationColumns columns) {
  /** Makes sums of bytes. */
  private interface Unpacked<S> extends Function<byte[], S>, Serializable {}

  /** Adds a row to sums. */
  private interface Add<S> extends Serializable {
    void row(S sums, Judged row);
  }

  /**
   * A row: what was predicted, in the order asked for, the label and, where there is one, the
   * weight.
   */
  private record Judged(Row row, int label) {
    double[] numbers(int column) {
      Object value = row.get(column);
      double[] numbers = new double[ColumnKind.width(value)];
      ColumnKind.ofValue(value).copy(value, numbers, 0);
      return numbers;
    }

    int classNumber(int column) {
      return (int) numbers(column)[0];
    }

    double weight() {
      return row.size() > label + 1 ? ColumnKind.number(row.get(label + 1)) : 1;
    }
  }

  /**
   * How good predicted classes and probabilities are.
   *
   * @param probability column of probability vectors
   * @param prediction column of predicted class numbers
   * @param classes number of classes
   * @return the metrics
   */
  public ClassificationMetrics classification(String probability, String prediction, int classes) {
    return sum(
        () -> new ClassificationMetrics(classes),
        (sums, row) ->
            sums.add(row.numbers(0), row.classNumber(1), row.classNumber(2), row.weight()),
        ClassificationMetrics::fromBytes,
        probability,
        prediction);
  }

  /**
   * How good predicted yes-or-no labels and their probabilities are.
   *
   * @param probability column of probability vectors
   * @param prediction column of vectors of predicted labels
   * @param labels number of labels of a row
   * @return the metrics
   */
  public MultiLabelMetrics multiLabel(String probability, String prediction, int labels) {
    return sum(
        () -> new MultiLabelMetrics(labels),
        (sums, row) -> sums.add(row.numbers(0), row.numbers(1), row.numbers(2), row.weight()),
        MultiLabelMetrics::fromBytes,
        probability,
        prediction);
  }

  /**
   * How good predicted values are.
   *
   * @param prediction column of predicted numbers, or vectors of them
   * @param loss what the values were trained with
   * @param targets number of labels of a row
   * @return the metrics that the loss asks for
   */
  public ValueMetrics values(String prediction, Loss loss, int targets) {
    return sum(
        () -> ValueMetrics.of(loss, targets),
        (sums, row) -> sums.add(row.numbers(0), row.numbers(1), row.weight()),
        ValueMetrics::fromBytes,
        prediction);
  }

  private <S extends Sums<S>> S sum(
      PartitionSums.Empty<S> empty, Add<S> add, Unpacked<S> unpacked, String... outputs) {
    int label = outputs.length;
    JavaRDD<byte[]> parts =
        select(outputs)
            .javaRDD()
            .mapPartitions(
                rows -> {
                  S part = empty.get();
                  rows.forEachRemaining(row -> add.row(part, new Judged(row, label)));
                  return List.of(part.toBytes()).iterator();
                });
    return new PartitionSums<>(
            empty, (S sums, byte[] part) -> sums.merge(unpacked.apply(part)), Sums::toBytes)
        .of(parts);
  }

  private Dataset<Row> select(String... outputs) {
    Dataset<Row> numbered = columns.numbered(scored);
    List<Integer> indices = new ArrayList<>();
    for (String output : outputs) {
      indices.add(Columns.find(numbered.schema(), output));
    }
    indices.add(Columns.find(numbered.schema(), columns.label()));
    if (columns.weight() != null) {
      indices.add(Columns.find(numbered.schema(), columns.weight()));
    }
    return Columns.select(numbered, indices);
  }
}
