package org.spindleml.cli;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.spark.ClassNames;
import org.spindleml.spark.Columns;
import org.spindleml.spark.EvaluationColumns;
import org.spindleml.spark.LabelDomain;
import org.spindleml.table.InputException;

/**
 * The label columns of a run's tables: one of numbers, or of strings that stand for class numbers
 * in alphabetical order, or of vectors or arrays; or several of numbers.
 *
 * @param columns their names
 * @param names the strings of the classes 0, 1, 2 …; empty where labels are numbers
 * @param index the column that {@link #indexed} adds, of class numbers where labels are strings, of
 *     arrays where there are several label columns; else the label column itself
 */
record Labels(List<String> columns, List<String> names, String index) {
  /**
   * The labels of a table to train on, in which strings are left to the estimator.
   *
   * @param train the table to train on
   * @param columns the label columns
   * @throws InputException if several columns have strings
   */
  static Labels of(Dataset<Row> train, List<String> columns) {
    boolean several = columns.size() > 1;
    for (String column : columns) {
      if (several && !isNumber(train.schema().apply(column).dataType())) {
        throw new InputException(
            "column '"
                + column
                + "' is of type "
                + train.schema().apply(column).dataType().simpleString()
                + "; several labels must be numbers");
      }
    }
    if (several) {
      return new Labels(columns, List.of(), Sql.free(train.schema(), "labels"));
    }
    return new Labels(columns, List.of(), columns.get(0));
  }

  /**
   * The labels of a table to evaluate on: strings are counted as class numbers there, with which
   * predictions are compared.
   *
   * @param table the table
   * @param column the label column
   * @param model what was trained
   */
  static Labels of(Dataset<Row> table, String column, TrainedNetwork model) {
    boolean areNumbers =
        !ClassNames.areStrings(table.schema(), column)
            && ClassNames.areNamed(table.schema(), column);
    return areNumbers || model.classNames().isEmpty()
        ? new Labels(List.of(column), List.of(), column)
        : new Labels(
            List.of(column), model.classNames(), Sql.free(table.schema(), column + "_index"));
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  /**
   * Adds the class numbers, where labels are strings (those of unknown strings are negative), or
   * the arrays of several labels.
   */
  Dataset<Row> indexed(Dataset<Row> table) {
    if (columns.size() > 1) {
      Column[] values =
          columns.stream().map(name -> found(table, name).cast("double")).toArray(Column[]::new);
      return table.withColumn(index, functions.array(values));
    }
    if (names.isEmpty()) {
      return table;
    }
    ClassNames classes = new ClassNames(names, names.size(), true);
    return table.withColumn(index, classes.number(found(table, columns.get(0))));
  }

  private static Column found(Dataset<Row> table, String name) {
    return table.col(Sql.quoted(table.columns()[Columns.find(table.schema(), name)]));
  }

  /**
   * Checks the labels of a table to evaluate on under the names they have there.
   *
   * @param table the table
   * @param model what was trained
   * @throws InputException if a label is missing or none of the model's, with one and how many
   */
  void check(Dataset<Row> table, TrainedNetwork model) {
    LabelDomain domain = LabelDomain.of(model).named(names);
    for (String column : columns) {
      Column label = found(table, column);
      new EvaluationColumns(column, null, columns.size() > 1 ? domain.ofOne() : domain)
          .require(table.select((names.isEmpty() ? label : label.cast("string")).as(column)));
    }
  }
}
