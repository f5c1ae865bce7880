package org.spindleml.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
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
   * A pipeline stage that fills columns.
   *
   * @param table the table to take means from
   * @param fills "mean" or a number, by column
   * @return the stage
   */
  static SQLTransformer filler(Dataset<Row> table, Map<String, String> fills) {
    StringBuilder statement = new StringBuilder("SELECT ");
    for (String name : table.columns()) {
      String column = quoted(name);
      statement.append(
          fills.containsKey(name)
              ? "coalesce(nanvl("
                  + number(name)
                  + ", NULL), "
                  + fill(table, name, fills.get(name))
                  + "D) AS "
                  + column
              : column);
      statement.append(", ");
    }
    statement.setLength(statement.length() - 2);
    return new SQLTransformer().setStatement(statement + " FROM __THIS__");
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String number(String name) {
    return "CAST(" + quoted(name) + " AS DOUBLE)";
  }

  private static double fill(Dataset<Row> table, String name, String fill) {
    if (fill.equalsIgnoreCase("mean")) {
      return mean(table, name);
    }
    try {
      return Double.parseDouble(fill);
    } catch (NumberFormatException e) {
      throw new InputException(
          "columns.missing." + name + " must be mean or a number, found '" + fill + "'", e);
    }
  }

  private static double mean(Dataset<Row> table, String name) {
    Column value = functions.expr(number(name));
    Dataset<Row> present =
        table.select(value).filter(value.isNotNull().and(functions.not(functions.isnan(value))));
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
