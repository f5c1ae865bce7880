package org.spindleml.cli;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.spark.ClassNames;
import org.spindleml.spark.Columns;
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
   * Checks the labels of a table to evaluate on, as those of the table to train on were checked.
   *
   * @param table the table
   * @param model what was trained
   * @throws InputException if a label is missing or none of the model's, with one and how many
   */
  void check(Dataset<Row> table, TrainedNetwork model) {
    for (String column : columns) {
      DataType type = table.schema().fields()[Columns.find(table.schema(), column)].dataType();
      boolean isVector = columns.size() == 1 && model.targets() > 1;
      if (names.isEmpty() && isNumber(type) == isVector) {
        throw new InputException(
            "column '"
                + column
                + "' of the test table is of type "
                + type.simpleString()
                + "; the model was trained on "
                + (isVector ? "vectors or arrays of " + model.targets() + " numbers" : "numbers"));
      }
      Column label = found(table, column);
      Column good;
      String wanted;
      if (!names.isEmpty()) {
        good = label.cast("string").isin(names.toArray());
        wanted = "one of " + shortList();
      } else if (isVector) {
        Column values =
            type instanceof ArrayType
                ? label.cast("array<double>")
                : org.apache.spark.ml.functions.vector_to_array(label, "float64");
        good =
            functions
                .size(values)
                .equalTo(model.targets())
                .and(functions.forall(values, value -> isOne(value, model)));
        wanted = model.targets() + " times " + domain(model);
      } else {
        good = isOne(label.cast("double"), model);
        wanted = domain(model);
      }
      refuse(
          table,
          label,
          good,
          "labels in column '" + column + "' of the test table must be " + wanted);
    }
  }

  /** Whether a number is a label; null for null. */
  private static Column isOne(Column number, TrainedNetwork model) {
    return switch (model.loss().target()) {
      case CLASS ->
          number
              .geq(0)
              .and(number.lt(model.numClasses()))
              .and(number.equalTo(functions.rint(number)));
      case LABELS -> number.equalTo(0).or(number.equalTo(1));
      case VALUES -> functions.abs(number).leq(Double.MAX_VALUE);
    };
  }

  private static String domain(TrainedNetwork model) {
    return switch (model.loss().target()) {
      case CLASS -> "whole numbers 0…" + (model.numClasses() - 1);
      case LABELS -> "0 or 1";
      case VALUES -> "finite numbers";
    };
  }

  /**
   * Checks the weights of a table to evaluate on.
   *
   * @throws InputException if a weight is missing, negative or infinite
   */
  static void checkWeights(Dataset<Row> table, String column) {
    Column weight = table.col(Sql.quoted(table.columns()[Columns.find(table.schema(), column)]));
    Column number = weight.cast("double");
    refuse(
        table,
        weight,
        number.geq(0).and(number.leq(Double.MAX_VALUE)),
        "weights in column '" + column + "' of the test table must be numbers of at least 0");
  }

  private static void refuse(Dataset<Row> table, Column value, Column good, String message) {
    List<Row> bad =
        table
            .filter(functions.not(functions.coalesce(good, functions.lit(false))))
            .select(
                functions.count(functions.lit(1)),
                functions.min(functions.coalesce(value.cast("string"), functions.lit("null"))))
            .collectAsList();
    long rows = bad.get(0).getLong(0);
    if (rows > 0) {
      throw new InputException(
          message
              + "; found "
              + bad.get(0).getString(1)
              + " ("
              + rows
              + (rows == 1 ? " row)" : " rows)"));
    }
  }

  private String shortList() {
    int shown = Math.min(names.size(), 10);
    return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? ", …" : "");
  }
}
