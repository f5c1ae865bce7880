package org.spindleml.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.spindleml.spark.Columns;
import org.spindleml.spark.ContentSplit;
import org.spindleml.table.InputException;

/**
 * The tables of a run.
 *
 * @param train to train on
 * @param test to evaluate on, where the run file has one
 * @param splitColumn the column that tells the two apart, where one does; it is no feature
 */
record RunTables(Dataset<Row> train, Optional<Dataset<Row>> test, Optional<String> splitColumn) {
  /**
   * Reads the tables: two sources, or one that is split by a column or by the content of its rows.
   *
   * @param spark the session
   * @param run the run file
   * @return the tables
   */
  static RunTables read(SparkSession spark, RunFile run) {
    if (!run.has("data")) {
      throw new InputException("the run file has no section data { train { path = … } }");
    }
    requireOneWay(run);
    if (run.has("data.test.share")) {
      return byShare(all(spark, run), run);
    }
    if (run.has("data.test.column")) {
      return byColumn(all(spark, run), run);
    }
    Optional<Dataset<Row>> test =
        run.has("data.test")
            ? Optional.of(TableSource.read(spark, run, "data.test", Set.of()))
            : Optional.empty();
    return new RunTables(all(spark, run), test, Optional.empty());
  }

  /**
   * Refuses tables without rows.
   *
   * @return these tables
   */
  RunTables requireRows() {
    requireRows(train, "the table to train on");
    test.ifPresent(table -> requireRows(table, "the test table"));
    return this;
  }

  static void requireRows(Dataset<Row> table, String what) {
    if (table.columns().length == 0) {
      throw new InputException(what + " has no columns and no rows");
    }
    if (table.isEmpty()) {
      throw new InputException(what + " has no rows");
    }
  }

  private static Dataset<Row> all(SparkSession spark, RunFile run) {
    return TableSource.read(spark, run, "data.train", Set.of());
  }

  private static void requireOneWay(RunFile run) {
    List<String> ways =
        List.of("share", "column", "path", "table", "sql").stream()
            .filter(way -> run.has("data.test." + way))
            .toList();
    if (ways.size() > 1) {
      throw new InputException(
          "data.test has " + String.join(" and ", ways) + "; leave one of them");
    }
    if (run.has("data.test.column") != run.has("data.test.value")) {
      throw new InputException(
          "data.test needs both column and value: the test rows are those with this value there");
    }
    if (run.has("data.test.seed") && !run.has("data.test.share")) {
      throw new InputException("data.test.seed is for data.test.share, which is not given");
    }
  }

  private static RunTables byShare(Dataset<Row> all, RunFile run) {
    double share = run.number("data.test.share", 0);
    if (!(share > 0 && share < 1)) {
      throw new InputException("data.test.share must be above 0 and below 1, found " + share);
    }
    ContentSplit split = ContentSplit.of(all, share, run.whole("data.test.seed", 1));
    return new RunTables(split.rest(), Optional.of(split.heldOut()), Optional.empty());
  }

  private static RunTables byColumn(Dataset<Row> all, RunFile run) {
    String name = all.columns()[Columns.find(all.schema(), run.string("data.test.column"))];
    Column isTest =
        all.col(Sql.quoted(name))
            .cast("string")
            .eqNullSafe(functions.lit(run.string("data.test.value")));
    return new RunTables(
        all.filter(functions.not(isTest)), Optional.of(all.filter(isTest)), Optional.of(name));
  }
}
