package org.spindleml.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Tables whose rows do not come as they should, whoever reads them. */
final class RowFaults {
  private RowFaults() {}

  /** The table without the rows of a negative first feature, as soon as there is such a file. */
  static Dataset<Row> shrinkingOnce(Dataset<Row> table, String column, Path file) {
    return filtered(table, column, new UnlessThere(file.toString()));
  }

  /** The table, whose reader is killed once, as soon as there is such a file. */
  static Dataset<Row> killingOnce(Dataset<Row> table, String column, Path file) {
    return filtered(table, column, new KillIfThere(file.toString()));
  }

  /** The table, where the first attempts of every task that reads it fail. */
  static Dataset<Row> failing(Dataset<Row> table, String column, int times) {
    return filtered(table, column, new Flaky(times));
  }

  private static Dataset<Row> filtered(
      Dataset<Row> table, String column, UDF1<Double, Boolean> keeps) {
    return table.filter(
        functions.udf(keeps, DataTypes.BooleanType).asNondeterministic().apply(table.col(column)));
  }

  private record UnlessThere(String file) implements UDF1<Double, Boolean> {
    @Override
    public Boolean call(Double value) {
      return value >= 0 || !Files.exists(Path.of(file));
    }
  }

  private record KillIfThere(String file) implements UDF1<Double, Boolean> {
    @Override
    public Boolean call(Double value) throws IOException {
      if (Files.deleteIfExists(Path.of(file))) {
        TaskFaults.signal(ProcessHandle.current(), "KILL");
      }
      return true;
    }
  }

  private record Flaky(int times) implements UDF1<Double, Boolean> {
    @Override
    public Boolean call(Double value) {
      int attempt = TaskContext.get().attemptNumber();
      if (attempt < times) {
        throw new IllegalStateException("the disk is on holiday, attempt " + attempt);
      }
      return true;
    }
  }
}
