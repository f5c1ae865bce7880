package org.spindleml.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.data.Blobs;
import org.spindleml.data.GeneratedTable;

/** Tables of {@link Blobs} as estimators take them: a vector and a label. */
final class Clouds {
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType(), false)
          .add("label", DataTypes.DoubleType, false);

  private Clouds() {}

  static Dataset<Row> table(Bench bench, long rows, int features, int classes) {
    GeneratedTable.Formula formula = Blobs.table(bench.seed(), rows, features, classes).formula();
    MapFunction<Long, Row> toRow =
        index -> {
          double[] values = formula.row(index);
          return RowFactory.create(
              Vectors.dense(Arrays.copyOf(values, features)), values[features]);
        };
    return bench.spark().range(0, rows, 1, bench.cores()).map(toRow, Encoders.row(SCHEMA));
  }

  /** Sparse vectors: as many columns of categories as cells, each as columns of 0 and one 1. */
  static Dataset<Row> oneHot(Bench bench, long rows, int width, int cells) {
    long seed = bench.seed();
    MapFunction<Long, Row> toRow =
        index -> {
          SplittableRandom random = new SplittableRandom(seed + index);
          int categories = width / cells;
          int[] columns = new int[cells];
          Arrays.setAll(columns, c -> c * categories + random.nextInt(categories));
          double[] ones = new double[cells];
          Arrays.fill(ones, 1);
          double label = columns[0] % 2;
          return RowFactory.create(Vectors.sparse(width, columns, ones), label);
        };
    return bench.spark().range(0, rows, 1, bench.cores()).map(toRow, Encoders.row(SCHEMA));
  }

  /** A table kept in memory, made at once. */
  static Dataset<Row> cached(Dataset<Row> table) {
    Dataset<Row> cached = table.cache();
    cached.count();
    return cached;
  }
}
