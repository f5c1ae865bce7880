package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.LabelScaling;
import org.spindleml.nn.SquaredLoss;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.RowLayout;
import org.spindleml.train.Shard;
import org.spindleml.train.TrainingPlan;

/** The same rows make the same shards, however they come. */
class ShardsTest {
  private static final StructType ARRAYS =
      new StructType()
          .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType);

  private static Shard[] shards(Dataset<Row> table, int width, long rows, int count) {
    return shards(table, reader(table), width, rows, count);
  }

  private static RowReader reader(Dataset<Row> table) {
    return RowReader.of(table.schema(), Tables.columns(true, false), new SquaredLoss(), 0, 1);
  }

  private static Shard[] shards(
      Dataset<Row> table, RowReader reader, int width, long rows, int count) {
    RowLayout layout = new RowLayout(width, 1, true);
    TableEncoder encoder = new TableEncoder(Standardizer.identity(width), Standardizer.identity(1));
    TrainingPlan plan = new TrainingPlan(11, rows, count, 1, count, 256);
    int[] widths = {width, 1};
    Broadcast<double[]> moments =
        JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext())
            .broadcast(encoder.toArray());
    RowEncoder rowEncoder = new RowEncoder(layout, LabelScaling.NONE, new double[0], moments);
    return Shards.collect(
        Shards.pack(InputRows.of(table), reader, widths, rowEncoder, ShardPlaces.of(plan, 0)),
        layout,
        0,
        plan.shards(),
        plan.rows());
  }

  private static void assertSameBits(Shard[] expected, Shard[] actual, String about) {
    assertEquals(expected.length, actual.length);
    for (int s = 0; s < expected.length; s++) {
      int[] e = bits(expected[s]);
      assertArrayEquals(e, bits(actual[s]), about + ", shard " + s);
    }
  }

  private static int[] bits(Shard shard) {
    float[] packed = shard.packed();
    int[] bits = new int[packed.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(packed[i]));
    return bits;
  }

  /** Rows as doubles: features, label, weight; many zeros, some of them negative. */
  private static List<double[]> draw(Random random, int rows, int width) {
    List<double[]> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] row = new double[width + 2];
      for (int j = 0; j < width; j++) {
        row[j] = random.nextInt(3) > 0 ? 0.0 : random.nextGaussian();
      }
      row[width] = random.nextInt(3);
      row[width + 1] = 1 + random.nextInt(2);
      table.add(row);
    }
    return table;
  }

  private static double[] features(double[] row) {
    return Arrays.copyOf(row, row.length - 2);
  }

  private static Row dense(double[] row) {
    return RowFactory.create(
        Vectors.dense(features(row)), row[row.length - 2], row[row.length - 1]);
  }

  private static Row sparse(double[] row) {
    return RowFactory.create(
        Vectors.dense(features(row)).toSparse(), row[row.length - 2], row[row.length - 1]);
  }

  private static Row array(double[] row) {
    return RowFactory.create(features(row), row[row.length - 2], row[row.length - 1]);
  }

  private static Row negativeZeros(double[] row) {
    double[] features = features(row);
    for (int j = 0; j < features.length; j++) {
      features[j] = features[j] == 0 ? -0.0 : features[j];
    }
    double label = row[row.length - 2];
    return RowFactory.create(
        Vectors.dense(features), label == 0 ? -0.0 : label, row[row.length - 1]);
  }

  @Test
  void theSameBitsFromAnyOrderPartitionsAndEncoding() {
    Random random = new Random(21);
    List<double[]> rows = draw(random, 3000, 4);
    // Half the table is one row.
    for (int i = 0; i < 1500; i++) {
      rows.set(2 * i, new double[] {1, 0, 2, 0, 1, 1});
    }
    Dataset<Row> table = Tables.of(Tables.SCHEMA, rows.stream().map(ShardsTest::dense).toList(), 3);
    Shard[] expected = shards(table, 4, 3000, 8);
    assertHolds(rows, expected, 4);
    for (int partitions : new int[] {1, 3, 17, 64}) {
      Collections.shuffle(rows, random);
      List<Row> shuffled =
          rows.stream()
              .map(
                  row ->
                      switch (random.nextInt(3)) {
                        case 0 -> dense(row);
                        case 1 -> sparse(row);
                        default -> negativeZeros(row);
                      })
              .toList();
      Dataset<Row> other = Tables.of(Tables.SCHEMA, shuffled, partitions);
      assertSameBits(expected, shards(other, 4, 3000, 8), partitions + " partitions");
    }
    Dataset<Row> arrays = Tables.of(ARRAYS, rows.stream().map(ShardsTest::array).toList(), 2);
    assertSameBits(expected, shards(arrays, 4, 3000, 8), "arrays");
  }

  /** Every row is there once, and keys ascend through the shards. */
  private static void assertHolds(List<double[]> rows, Shard[] shards, int width) {
    RowKeys keys = RowKeys.of(11, shards.length);
    Map<Long, List<float[]>> expected = new TreeMap<>(Long::compareUnsigned);
    for (double[] row : rows) {
      float[] packed = new float[row.length];
      for (int j = 0; j < row.length; j++) {
        packed[j] = (float) row[j];
      }
      expected.computeIfAbsent(keys.key(row), k -> new ArrayList<>()).add(packed);
    }
    int[] at = new int[shards.length];
    expected.forEach(
        (key, same) -> {
          int s = keys.shard(key);
          for (float[] row : same) {
            float[] packed = shards[s].packed();
            assertArrayEquals(row, Arrays.copyOfRange(packed, at[s], at[s] + width + 2));
            at[s] += width + 2;
          }
        });
    for (int s = 0; s < shards.length; s++) {
      assertEquals(at[s], shards[s].packed().length);
    }
  }

  @Test
  void shardsAreEven() {
    Random random = new Random(1);
    List<double[]> rows = draw(random, 6400, 6);
    // No two rows alike.
    rows.forEach(row -> row[0] = random.nextGaussian());
    Dataset<Row> table = Tables.of(Tables.SCHEMA, rows.stream().map(ShardsTest::dense).toList(), 2);
    for (Shard shard : shards(table, 6, 6400, 16)) {
      assertTrue(Math.abs(shard.rows() - 400) < 6 * 20, () -> shard.rows() + " rows of 400");
    }
  }

  /** Made on the executors: as one column of arrays of {@code width} doubles. */
  private static Dataset<Row> wide(int rows, int width, int partitions) {
    String features = "transform(sequence(1, " + width + "), j -> (id * 31 + j) % 1009 / 7D)";
    return LocalSpark.session()
        .range(0, rows, 1, partitions)
        .selectExpr(features + " as features", "id % 5D as label", "1D as weight");
  }

  @Test
  void recordsWiderThanAChunk() {
    Shard[] expected = shards(wide(60, 9000, 1), 9000, 60, 4);
    assertEquals(60, Arrays.stream(expected).mapToInt(Shard::rows).sum());
    assertSameBits(expected, shards(wide(60, 9000, 7), 9000, 60, 4), "7 partitions");
  }

  @Test
  void moreThanATaskBuffers() {
    // 34 MB of records in one task
    Shard[] expected = shards(wide(28_000, 300, 1), 300, 28_000, 64);
    assertEquals(28_000, Arrays.stream(expected).mapToInt(Shard::rows).sum());
    assertSameBits(expected, shards(wide(28_000, 300, 5), 300, 28_000, 64), "5 partitions");
  }
}
