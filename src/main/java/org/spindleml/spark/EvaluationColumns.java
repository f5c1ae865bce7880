package org.spindleml.spark;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.spindleml.table.ClassOrder;
import org.spindleml.table.InputException;

/**
 * Where the labels and weights of a table to evaluate are.
 *
 * @param label the label column
 * @param weight the column of row weights; null where all rows weigh 1
 * @param domain which labels there may be
 */
public record EvaluationColumns(String label, String weight, LabelDomain domain) {
  /** Names of the columns that {@link #judged} gives. */
  private static final String LABEL = "label";

  private static final String WEIGHT = "weight";

  /** The labels and, where there are some, the weights of a table, under names of their own. */
  private Dataset<Row> judged(Dataset<?> table) {
    StructType schema = table.schema();
    int labelAt = Columns.find(schema, label);
    if (weight == null) {
      return Columns.select(table, List.of(labelAt)).toDF(LABEL);
    }
    int weightAt = Columns.findNumber(schema, weight, "the weight");
    return Columns.select(table, List.of(labelAt, weightAt)).toDF(LABEL, WEIGHT);
  }

  /**
   * Checks a table, in one job.
   *
   * @param table the table
   * @throws InputException if it is endless or has no rows, a column is missing or of a type that
   *     cannot be used, its attributes name the classes in another order, a label is none of the
   *     model's, or a weight is negative or not finite; with one of them and how many
   */
  public void require(Dataset<?> table) {
    if (table.isStreaming()) {
      throw new InputException(
          "evaluating needs a table with an end: this is a streaming DataFrame; write it to a file");
    }
    ClassOrder.require(
        "column '" + label + "' of the table to evaluate",
        ClassNames.ofSchema(table.schema(), label).names(),
        "the model",
        domain.names(),
        "evaluate on a column of the names, or of numbers that the StringIndexer of training made");
    Dataset<Row> judged = judged(table);
    DataType type = judged.schema().apply(LABEL).dataType();
    Column labels = judged.col(LABEL);
    Column noLabel = not(domain.holds(labels, label, type));
    Column weights = weight == null ? functions.lit(1) : judged.col(WEIGHT);
    Column noWeight = not(isWeight(weights));
    Row found =
        judged
            .select(
                functions.count(functions.lit(1)),
                functions.count_if(noLabel),
                functions.min(functions.when(noLabel, text(labels))),
                functions.count_if(noWeight),
                functions.min(functions.when(noWeight, text(weights))))
            .first();
    if (found.getLong(0) == 0) {
      throw new InputException("the table to evaluate has no rows");
    }
    refuse(found, 1, "labels in column '" + label + "'", domain.text(type));
    refuse(found, 3, "weights in column '" + weight + "'", "numbers of at least 0");
  }

  private static void refuse(Row found, int at, String what, String wanted) {
    long rows = found.getLong(at);
    if (rows > 0) {
      throw new InputException(
          what
              + " of the table to evaluate must be "
              + wanted
              + "; found "
              + found.getString(at + 1)
              + " ("
              + rows
              + (rows == 1 ? " row)" : " rows)"));
    }
  }

  /**
   * Leaves out the rows whose label or weight cannot be used, as training does that skips them.
   *
   * @param table the table, none of whose columns is missing or of a wrong type
   * @return its other rows
   */
  public Dataset<Row> usable(Dataset<?> table) {
    int labelAt = Columns.find(table.schema(), label);
    DataType type = table.schema().fields()[labelAt].dataType();
    Dataset<Row> renamed = Columns.numbered(table);
    Column good = domain.holds(Columns.at(renamed, labelAt), label, type);
    if (weight != null) {
      good = good.and(isWeight(Columns.at(renamed, Columns.find(table.schema(), weight))));
    }
    return renamed.filter(good).toDF(table.columns());
  }

  private static Column isWeight(Column weights) {
    Column number = weights.cast("double");
    return number.geq(0).and(number.leq(Double.MAX_VALUE));
  }

  private static Column not(Column truth) {
    return functions.not(functions.coalesce(truth, functions.lit(false)));
  }

  private static Column text(Column value) {
    return functions.coalesce(value.cast("string"), functions.lit("null"));
  }

  /** A table whose label column has class numbers instead of strings. */
  Dataset<Row> numbered(Dataset<Row> table) {
    if (!ClassNames.areStrings(table.schema(), label)) {
      return table;
    }
    List<String> names = domain.names();
    return new ClassNames(names, names.size(), true).numbered(table, label);
  }
}
