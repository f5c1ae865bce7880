package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.TrainingSettings;

/**
 * What training on a DataFrame must not depend on: tables drawn from a seed, trained on in one way
 * and another. The laws of gradients by themselves are in {@code train.LawsTest}, those of shards
 * in {@link ShardsTest}, those of real clusters in {@link SameModelEverywhereIT}.
 */
class LawsTest {
  private static final long SEED = 20260114;

  private static final TrainingSettings MINI_BATCHES = SomeSettings.of(Solver.ADAM, 256);
  private static final TrainingSettings FULL_BATCH = SomeSettings.of(Solver.GD, 256);

  /** Rows of three features, some of them equal, and a weight that is exact in float32. */
  private static List<Row> draw(Random random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double label = random.nextInt(3);
      double x = random.nextGaussian() + label;
      double y = random.nextInt(5);
      rows.add(
          Tables.weighted(0.25 * (1 + random.nextInt(8)), label, x, y, i % 3 == 0 ? 0 : x * y));
      if (i % 10 == 0) {
        rows.add(rows.get(random.nextInt(rows.size())));
      }
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> rows, int partitions) {
    return Tables.of(Tables.SCHEMA, rows, partitions);
  }

  private static float[] train(Dataset<Row> table, TrainingSettings settings, Execution execution) {
    InputColumns columns = Tables.columns(true, false);
    return Tables.fit(table, columns, settings, execution, new ArrayList<>()).model().weights();
  }

  private static float[] train(Dataset<Row> table, TrainingSettings settings) {
    return train(table, settings, Execution.LOCAL);
  }

  private static void assertSameBits(float[] expected, float[] actual, String about) {
    assertArrayEquals(expected, actual, 0, () -> about + ", seed " + SEED);
  }

  private static void assertNear(float[] expected, float[] actual, String about) {
    assertArrayEquals(expected, actual, 1e-5f, () -> about + ", seed " + SEED);
  }

  @Test
  void permutingAndSplittingAnywhereLeaveTheBits() {
    Random random = new Random(SEED);
    List<Row> rows = draw(random, 1500);
    float[] expected = train(table(rows, 1), MINI_BATCHES);
    for (int partitions : new int[] {2, 17}) {
      Collections.shuffle(rows, random);
      Dataset<Row> table = table(rows, partitions);
      assertSameBits(expected, train(table, MINI_BATCHES), partitions + " partitions");
    }
    // Cut at random, put together the other way round, each part with partitions of its own.
    int cut = random.nextInt(rows.size());
    Dataset<Row> parts =
        table(rows.subList(cut, rows.size()), 3).union(table(rows.subList(0, cut), 2));
    assertSameBits(expected, train(parts, MINI_BATCHES), "cut at " + cut);
    assertSameBits(
        expected, train(parts, MINI_BATCHES, Execution.CLUSTER), "as Spark jobs, cut at " + cut);
  }

  @Test
  void emptyPartitionsChangeNothing() {
    List<Row> rows = draw(new Random(SEED), 20);
    Dataset<Row> table = table(rows, 1);
    Dataset<Row> none = table(List.of(), 3);
    Dataset<Row> withEmpty = none.union(table).union(none);
    assertEquals(7, withEmpty.javaRDD().getNumPartitions());
    assertSameBits(train(table, MINI_BATCHES), train(withEmpty, MINI_BATCHES), "empty partitions");
    assertSameBits(
        train(table, FULL_BATCH),
        train(table(rows, 50), FULL_BATCH, Execution.CLUSTER),
        "more partitions than rows");
  }

  @Test
  void oneHugePartitionAmongNinetyNineEmptyOnesChangesNothing() {
    List<Row> rows = draw(new Random(SEED), 1500);
    Dataset<Row> table = table(List.of(), 40).union(table(rows, 1)).union(table(List.of(), 59));
    assertEquals(100, table.javaRDD().getNumPartitions());
    float[] expected = train(table(rows, 4), MINI_BATCHES);
    assertSameBits(expected, train(table, MINI_BATCHES), "one huge partition");
    assertSameBits(
        expected, train(table, MINI_BATCHES, Execution.CLUSTER), "one huge partition, Spark jobs");
  }

  @Test
  void aThousandTinyPartitionsChangeNothing() {
    int partitions = Boolean.getBoolean("spindle.soak") ? 10_000 : 1000;
    List<Row> rows = draw(new Random(SEED), 1500);
    float[] expected = train(table(rows, 4), MINI_BATCHES);
    assertSameBits(expected, train(table(rows, partitions), MINI_BATCHES), partitions + " of them");
  }

  @Test
  void rowsOfWeightZeroChangeNothing() {
    Random random = new Random(SEED);
    List<Row> rows = draw(random, 600);
    float[] expected = train(table(rows, 2), MINI_BATCHES);
    List<Row> more = new ArrayList<>(rows);
    for (int i = 0; i < 300; i++) {
      more.add(
          random.nextInt(more.size() + 1),
          Tables.weighted(0.0, random.nextInt(3), 1e6 * random.nextGaussian(), i, -i));
    }
    assertSameBits(expected, train(table(more, 5), MINI_BATCHES), "300 rows of weight 0");
  }

  @Test
  void theDataTwiceOrAllWeightsTwiceIsTheSameModelWithinRounding() {
    List<Row> rows = draw(new Random(SEED), 600);
    float[] expected = train(table(rows, 2), FULL_BATCH);
    List<Row> twice = new ArrayList<>(rows);
    twice.addAll(rows);
    assertNear(expected, train(table(twice, 3), FULL_BATCH), "every row twice");
    List<Row> heavier = new ArrayList<>();
    for (Row row : rows) {
      heavier.add(RowFactory.create(row.get(0), row.getDouble(1), 2 * row.getDouble(2)));
    }
    assertNear(expected, train(table(heavier, 2), FULL_BATCH), "all weights times 2");
  }
}
