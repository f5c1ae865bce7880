package org.spindleml.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.spindleml.nn.CounterRandom;

/**
 * Holds out a share of a table's rows by what is in them, never by where they stand: the same rows
 * on any cluster and from any file layout. Rows with the same content stay together.
 *
 * <p>Each row is hashed (XXH64, Collet 2012, as Spark's {@code xxhash64}) with a seed of its own
 * purpose; numbers are hashed as doubles and columns in the order of their names, so that the types
 * and the order a reader finds do not matter.
 *
 * @param rest the rows that stay
 * @param heldOut the others
 */
public record ContentSplit(Dataset<Row> rest, Dataset<Row> heldOut) {
  /**
   * Splits a table.
   *
   * @param table the table
   * @param share of rows to hold out, above 0 and below 1
   * @param seed decides which
   * @return the two parts
   */
  public static ContentSplit of(Dataset<Row> table, double share, long seed) {
    String[] names = table.columns();
    String[] unique = new String[names.length];
    Arrays.setAll(unique, i -> "c" + i);
    List<Column> values = new ArrayList<>();
    // By name: formats order their columns differently.
    IntStream.range(0, names.length)
        .boxed()
        .sorted(Comparator.comparing(i -> names[i]))
        .forEach(i -> values.add(comparable(table.schema().fields()[i].dataType(), unique[i])));
    values.add(functions.lit(CounterRandom.of(seed, CounterRandom.Purpose.SPLIT).key()));
    Column hash = functions.xxhash64(values.toArray(new Column[0]));
    // The highest 53 bits as a number in [0, 1).
    Column uniform =
        functions.shiftrightunsigned(hash, 11).cast(DataTypes.DoubleType).multiply(0x1p-53);
    Dataset<Row> renamed = table.toDF(unique);
    Column isHeldOut = uniform.lt(share);
    return new ContentSplit(
        renamed.filter(functions.not(isHeldOut)).toDF(names),
        renamed.filter(isHeldOut).toDF(names));
  }

  private static Column comparable(DataType type, String column) {
    boolean isNumber = type instanceof NumericType;
    return functions.col(column).cast(isNumber ? DataTypes.DoubleType : DataTypes.StringType);
  }
}
