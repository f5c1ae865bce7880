package org.spindleml.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.spindleml.table.ExactMoments;
import org.spindleml.table.InputException;

/**
 * Fills missing numbers, nulls and NaN, with a value that is fixed when a model is trained. Means
 * are exact, so that they do not depend on how the table is partitioned as those of Spark's {@code
 * Imputer} do.
 */
final class MissingNumbers {
  private MissingNumbers() {}

  /**
   * SQL that fills a column.
   *
   * @param table the table to take the mean from
   * @param name the column
   * @param fill "mean" or a number
   * @return an expression of type DOUBLE
   */
  static String expression(Dataset<Row> table, String name, String fill) {
    DataType type = table.schema().apply(name).dataType();
    if (!(type instanceof NumericType)) {
      throw new InputException(
          "columns.missing."
              + name
              + " fills numbers, but the column is of type "
              + type.simpleString());
    }
    return "coalesce(nanvl(" + number(name) + ", NULL), " + fill(table, name, fill) + "D)";
  }

  private static String number(String name) {
    return "CAST(" + Sql.quoted(name) + " AS DOUBLE)";
  }

  private static double fill(Dataset<Row> table, String name, String fill) {
    if (fill.equalsIgnoreCase("mean")) {
      return mean(table, name);
    }
    double number = Double.NaN;
    try {
      number = Double.parseDouble(fill);
    } catch (NumberFormatException e) {
      // Said below.
    }
    if (!Double.isFinite(number)) {
      throw new InputException(
          "columns.missing." + name + " must be mean or a number, found '" + fill + "'");
    }
    return number;
  }

  private static double mean(Dataset<Row> table, String name) {
    Column value = functions.expr(number(name));
    Dataset<Row> present =
        // Neither null nor NaN, and infinite ones are refused when the table is checked.
        table.select(value.as("value")).filter("abs(value) <= " + Double.MAX_VALUE + "D");
    ExactMoments moments = new ExactMoments(1);
    present
        .javaRDD()
        .mapPartitions(rows -> List.of(moments(rows)).iterator())
        .collect()
        .forEach(part -> addTo(moments, part));
    try {
      return moments.standardizer().means()[0];
    } catch (IllegalStateException e) {
      throw new InputException("column '" + name + "' has no numbers to take a mean of", e);
    }
  }

  private static byte[] moments(Iterator<Row> rows) throws IOException {
    ExactMoments moments = new ExactMoments(1);
    rows.forEachRemaining(row -> moments.add(new double[] {row.getDouble(0)}, 0, 1));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    moments.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static void addTo(ExactMoments moments, byte[] part) {
    try {
      moments.addFrom(new DataInputStream(new ByteArrayInputStream(part)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
