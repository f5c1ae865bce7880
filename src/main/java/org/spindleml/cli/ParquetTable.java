package org.spindleml.cli;

import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.data.GeneratedTable;
import org.spindleml.data.GeneratedTable.Column;

/** Writes a generated table as Parquet: each task makes and writes its own rows. */
final class ParquetTable {
  /** Rows a task makes: some hundred thousand keep files handy and tasks short. */
  private static final long ROWS_A_TASK = 500_000;

  private ParquetTable() {}

  static void write(GeneratedTable table, SparkSession spark, String path) {
    int cores = spark.sparkContext().defaultParallelism();
    int tasks = (int) Math.max(cores, (table.rows() - 1) / ROWS_A_TASK + 1);
    GeneratedTable.Formula formula = table.formula();
    boolean[] isInteger = isInteger(table.columns());
    MapFunction<Long, Row> toRow = index -> row(formula.row(index), isInteger);
    spark
        .range(0, table.rows(), 1, tasks)
        .map(toRow, Encoders.row(schema(table.columns())))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(path);
  }

  private static boolean[] isInteger(List<Column> columns) {
    boolean[] isInteger = new boolean[columns.size()];
    for (int i = 0; i < isInteger.length; i++) {
      isInteger[i] = columns.get(i).decimals() == 0;
    }
    return isInteger;
  }

  private static StructType schema(List<Column> columns) {
    StructType schema = new StructType();
    for (Column column : columns) {
      schema =
          schema.add(
              column.name(),
              column.decimals() == 0 ? DataTypes.IntegerType : DataTypes.DoubleType,
              false);
    }
    return schema;
  }

  private static Row row(double[] values, boolean[] isInteger) {
    Object[] row = new Object[values.length];
    for (int i = 0; i < row.length; i++) {
      // No conditional expression: it would make both a double.
      if (isInteger[i]) {
        row[i] = (int) values[i];
      } else {
        row[i] = values[i];
      }
    }
    return RowFactory.create(row);
  }
}
