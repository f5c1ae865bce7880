package org.spindleml.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.spindleml.table.InputException;

/** A table of a run file: by path and format, by name, or by SQL query. */
final class TableSource {
  private static final Set<String> FORMATS = Set.of("csv", "parquet", "orc", "json", "libsvm");

  private TableSource() {}

  /**
   * Reads a table; lazily, as Spark does.
   *
   * @param spark the session
   * @param source the table's section of the run file
   * @return the table
   * @throws InputException if it is not there or cannot be read
   */
  static Dataset<Row> read(SparkSession spark, RunFile source) {
    try {
      Dataset<Row> table = open(spark, source);
      for (Map.Entry<String, String> column : source.map("derive").entrySet()) {
        table = table.withColumn(column.getKey(), functions.expr(column.getValue()));
      }
      return table;
    } catch (Exception e) {
      // Spark's own exceptions are checked, but Scala does not declare them.
      if (e instanceof AnalysisException || e.getClass().getName().endsWith("ParseException")) {
        throw new InputException("data." + source.name() + ": " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static Dataset<Row> open(SparkSession spark, RunFile source) {
    if (source.has("sql")) {
      return spark.sql(source.string("sql"));
    }
    if (source.has("table")) {
      return spark.table(source.string("table"));
    }
    if (!source.has("path")) {
      throw new InputException(
          source.name() + " needs a path, a table or an sql query; none of them is given");
    }
    String path = source.string("path");
    String format = source.string("format", formatOf(path)).toLowerCase(Locale.ROOT);
    Map<String, String> options = new TreeMap<>(source.map("options"));
    if (format.equals("csv")) {
      options.putIfAbsent("header", "true");
      if (!source.has("schema")) {
        options.putIfAbsent("inferSchema", "true");
      }
    }
    DataFrameReader reader = spark.read().format(format).options(options);
    if (source.has("schema")) {
      reader = reader.schema(source.string("schema"));
    }
    return reader.load(path);
  }

  private static String formatOf(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(ending)) {
      throw new InputException(
          "the name " + path + " does not say its format; set format to csv, parquet, orc, …");
    }
    return ending;
  }
}
