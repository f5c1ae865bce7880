package org.spindleml.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a table as Spark holds them, which each read of the table passes once.
 *
 * @param rows one after the other in the same memory
 * @param schema their schema, all of numbers, arrays and vectors
 */
record InputRows(JavaRDD<InternalRow> rows, StructType schema) {
  /** What a read makes of a partition; each row is good until the next one is asked for. */
  interface OfPartition<T> extends Function<Iterator<Cells>, Iterator<T>>, Serializable {}

  /** The rows of a table, planned once for all reads. */
  static InputRows of(Dataset<Row> table) {
    return new InputRows(table.queryExecution().toRdd().toJavaRDD(), table.schema());
  }

  /** Reads every partition. */
  <T> JavaRDD<T> mapPartitions(OfPartition<T> read) {
    StructType columns = schema;
    return rows.mapPartitions(part -> read.apply(cells(part, new InternalCells(columns))));
  }

  private static Iterator<Cells> cells(Iterator<InternalRow> part, InternalCells cells) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return part.hasNext();
      }

      @Override
      public Cells next() {
        return cells.of(part.next());
      }
    };
  }
}
