package org.spindleml.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.spindleml.table.InputException;

/** A table of a run file: by path and format, by name, or by SQL query. */
final class TableSource {
  private static final Set<String> PLACES = Set.of("path", "table", "sql");
  private static final List<String> FORMATS = List.of("csv", "parquet", "orc", "json", "libsvm");

  private TableSource() {}

  /**
   * Reads a table; lazily, as Spark does.
   *
   * @param spark the session
   * @param run the run file
   * @param section the table's section of it
   * @param dispensable derived columns that are left out where the table lacks what they are made
   *     of: a table to predict need not have a label
   * @return the table
   * @throws InputException if it is not there or cannot be read
   */
  static Dataset<Row> read(
      SparkSession spark, RunFile run, String section, Set<String> dispensable) {
    RunFile source = run.within(section, "data", PLACES);
    Dataset<Row> table = checked(section, () -> open(spark, source));
    for (Map.Entry<String, String> column : source.map("derive").entrySet()) {
      table = derive(table, column.getKey(), column.getValue(), section, dispensable);
    }
    return table;
  }

  private static Dataset<Row> derive(
      Dataset<Row> table, String name, String sql, String section, Set<String> dispensable) {
    try {
      return checked(
          section + ": derive." + name, () -> table.withColumn(name, functions.expr(sql)));
    } catch (InputException e) {
      if (dispensable.contains(name)) {
        return table;
      }
      throw e;
    }
  }

  /** Spark's own exceptions are checked ones that Scala does not declare. */
  private static Dataset<Row> checked(String what, Supplier<Dataset<Row>> reader) {
    try {
      return reader.get();
    } catch (InputException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof SparkThrowable spark
          && String.valueOf(e.getMessage()).startsWith("[DATA_SOURCE_NOT_FOUND]")) {
        String format = spark.getMessageParameters().get("provider");
        throw new InputException(
            what + ": there is no format '" + format + "'; choose " + String.join(", ", FORMATS),
            e);
      }
      // Options that cannot be, for example a header that is neither true nor false.
      boolean option =
          e instanceof IllegalArgumentException
              || e instanceof SparkException && e.getCause() == null;
      if (option || SparkFaults.isBadInput(e)) {
        throw new InputException(what + ": " + SparkFaults.sentence(e), e);
      }
      throw e;
    }
  }

  private static Dataset<Row> open(SparkSession spark, RunFile source) {
    List<String> places = PLACES.stream().filter(source::has).sorted().toList();
    if (places.size() != 1) {
      throw new InputException(
          source.name()
              + " needs one of path, table and sql; it has "
              + (places.isEmpty() ? "none" : String.join(" and ", places)));
    }
    if (source.has("sql")) {
      return spark.sql(source.string("sql"));
    }
    if (source.has("table")) {
      return spark.table(source.string("table"));
    }
    String path = source.string("path");
    String format = source.has("format") ? source.string("format") : formatOf(source.name(), path);
    Map<String, String> options = new TreeMap<>(source.map("options"));
    if (format.equalsIgnoreCase("csv")) {
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

  private static String formatOf(String section, String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(ending)) {
      throw new InputException(
          section
              + ": the name "
              + path
              + " does not say its format; set format to one of "
              + String.join(", ", FORMATS));
    }
    return ending;
  }
}
