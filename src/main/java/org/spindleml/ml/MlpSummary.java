package org.spindleml.ml;

import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.spark.EvaluationColumns;
import org.spindleml.spark.TableMetrics;

/**
 * How good a model is on a table. Nothing is computed before it is asked for; then one pass over
 * the table gives all metrics. Rows count as {@code weightCol} says; {@code classWeights}, which
 * are for training, have no part in it.
 */
public abstract class MlpSummary {
  private final Transformer judged;
  private final String predictionCol;
  private final EvaluationColumns columns;
  private final Dataset<?> data;
  private Dataset<Row> predictions;

  /**
   * A summary of a table.
   *
   * @param judged the model, whose prediction column has a name
   * @param predictionCol that name
   * @param columns the table's labels and weights
   * @param data the table
   */
  MlpSummary(Transformer judged, String predictionCol, EvaluationColumns columns, Dataset<?> data) {
    this.judged = judged;
    this.predictionCol = predictionCol;
    this.columns = columns;
    this.data = data;
  }

  /**
   * The table with the model's outputs.
   *
   * @return what the model's transform gives
   */
  public final synchronized Dataset<Row> predictions() {
    if (predictions == null) {
      predictions = judged.transform(data);
    }
    return predictions;
  }

  /**
   * Says the column of predictions.
   *
   * @return a column of {@link #predictions}; with a name made up where the model's is turned off
   */
  public final String predictionCol() {
    return predictionCol;
  }

  /**
   * Says the label column.
   *
   * @return a column of {@link #predictions}
   */
  public final String labelCol() {
    return columns.label();
  }

  /**
   * Says the column of row weights.
   *
   * @return a column of {@link #predictions}; empty where all rows weigh 1
   */
  public final String weightCol() {
    return columns.weight() == null ? "" : columns.weight();
  }

  /**
   * All measures, under a name for the table.
   *
   * @param name what the table is, such as "test"
   * @param targets names of the targets or labels, where there are several
   * @return the sums; computed now if they were not asked for before
   */
  public abstract EvaluatedTable evaluated(String name, List<String> targets);

  /** The model that is judged. */
  final Transformer judged() {
    return judged;
  }

  /** The table, to be summed. */
  final TableMetrics table() {
    return new TableMetrics(predictions(), columns);
  }

  /** The table as it was given. */
  final Dataset<?> data() {
    return data;
  }
}
