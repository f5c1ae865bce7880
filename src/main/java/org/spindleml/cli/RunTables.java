package org.spindleml.cli;

import java.util.Optional;
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
    Dataset<Row> all = TableSource.read(spark, run.within("data.train", "data"));
    if (run.has("data.test.share")) {
      double share = run.number("data.test.share", 0);
      if (!(share > 0 && share < 1)) {
        throw new InputException("data.test.share must be above 0 and below 1, found " + share);
      }
      ContentSplit split = ContentSplit.of(all, share, run.whole("data.test.seed", 1));
      return new RunTables(split.rest(), Optional.of(split.heldOut()), Optional.empty());
    }
    if (run.has("data.test.column")) {
      String name = run.string("data.test.column");
      String column = all.columns()[Columns.find(all.schema(), name)];
      var isTest =
          all.col("`" + column.replace("`", "``") + "`")
              .cast("string")
              .eqNullSafe(functions.lit(run.string("data.test.value")));
      return new RunTables(
          all.filter(functions.not(isTest)), Optional.of(all.filter(isTest)), Optional.of(column));
    }
    Optional<Dataset<Row>> test =
        run.has("data.test")
            ? Optional.of(TableSource.read(spark, run.within("data.test", "data")))
            : Optional.empty();
    return new RunTables(all, test, Optional.empty());
  }
}
