package org.spindleml.cli;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.spindleml.spark.ClassNames;
import org.spindleml.spark.Columns;
import org.spindleml.table.InputException;

/**
 * The label column of a run's tables: numbers, or strings that stand for class numbers in
 * alphabetical order.
 *
 * @param column its name
 * @param names the strings of the classes 0, 1, 2 …; empty where labels are numbers
 * @param index the column of class numbers that {@link #indexed} adds where labels are strings,
 *     else the label column itself
 */
record Labels(String column, List<String> names, String index) {
  /**
   * Reads the strings of a label column, if it has strings.
   *
   * @param train the table to train on
   * @param column the label column
   * @throws InputException if labels are missing
   */
  static Labels of(Dataset<Row> train, String column) {
    if (!ClassNames.areStrings(train.schema(), column)) {
      return new Labels(column, List.of(), column);
    }
    long missing = train.filter(train.col(Sql.quoted(column)).isNull()).count();
    if (missing > 0) {
      throw new InputException("column '" + column + "' has no label in " + missing + " rows");
    }
    List<String> names = ClassNames.of(train, column).names();
    return new Labels(column, names, Sql.free(train.schema(), column + "_index"));
  }

  /** Adds the class numbers, where labels are strings; those of unknown strings are negative. */
  Dataset<Row> indexed(Dataset<Row> table) {
    if (names.isEmpty()) {
      return table;
    }
    String found = table.columns()[Columns.find(table.schema(), column)];
    ClassNames classes = new ClassNames(names, names.size(), true);
    return table.withColumn(index, classes.number(table.col(Sql.quoted(found))));
  }

  /**
   * Checks the labels of a table to evaluate on, as those of the table to train on were checked.
   *
   * @param table the table
   * @param classes how many classes the model tells apart; 0 for a regression
   * @throws InputException if a label is missing or none of the model's, with one and how many
   */
  void check(Dataset<Row> table, int classes) {
    int at = Columns.find(table.schema(), column);
    DataType type = table.schema().fields()[at].dataType();
    boolean isNumber = type instanceof NumericType || type instanceof BooleanType;
    if (names.isEmpty() && !isNumber) {
      throw new InputException(
          "column '"
              + column
              + "' of the test table is of type "
              + type.simpleString()
              + "; the model was trained on numbers");
    }
    Column label = table.col(Sql.quoted(table.columns()[at]));
    Column good;
    String wanted;
    if (!names.isEmpty()) {
      good = label.cast("string").isin(names.toArray());
      wanted = "one of " + shortList();
    } else if (classes > 0) {
      Column number = label.cast("double");
      good = number.geq(0).and(number.lt(classes)).and(number.equalTo(functions.rint(number)));
      wanted = "whole numbers 0…" + (classes - 1);
    } else {
      good = functions.abs(label.cast("double")).leq(Double.MAX_VALUE);
      wanted = "finite numbers";
    }
    refuse(
        table,
        label,
        good,
        "labels in column '" + column + "' of the test table must be " + wanted);
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
