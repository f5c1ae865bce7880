package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Batch;

class EpochWalkTest {
  private static final RowLayout LAYOUT = new RowLayout(1, 1, false);

  /** Shards whose rows are numbered through. */
  private static Shard[] numbered(int... rows) {
    Shard[] shards = new Shard[rows.length];
    int number = 0;
    for (int s = 0; s < rows.length; s++) {
      float[] packed = new float[2 * rows[s]];
      for (int at = 0; at < packed.length; at += 2) {
        packed[at] = number++;
        packed[at + 1] = s;
      }
      shards[s] = new Shard(LAYOUT, packed);
    }
    return shards;
  }

  private static TrainingPlan plan(long seed, int[] rows, int steps, int leaves) {
    return new TrainingPlan(seed, Arrays.stream(rows).sum(), rows.length, steps, leaves, 256);
  }

  /** Numbers of the rows of an epoch, step by step and leaf by leaf. */
  private static List<Integer> epoch(TrainingPlan plan, int[] rows, int epoch) {
    Shard[] shards = numbered(rows);
    List<Integer> met = new ArrayList<>();
    for (int step = 0; step < plan.stepsPerEpoch(); step++) {
      for (int leaf = 0; leaf < plan.leaves(); leaf++) {
        int first = leaf * plan.shardsPerLeaf();
        long leafRows =
            IntStream.range(first, first + plan.shardsPerLeaf()).mapToLong(s -> rows[s]).sum();
        long from = plan.firstRow(leafRows, step);
        long to = plan.firstRow(leafRows, step + 1);
        Batch batch = new Batch((int) (to - from), 1, 1);
        new EpochWalk(plan, leaf, epoch, rows).copyRows(from, to, s -> shards[s], batch);
        assertEquals(to - from, batch.rows());
        for (int r = 0; r < batch.rows(); r++) {
          met.add((int) batch.inputs[r]);
          assertTrue(batch.labels[r] >= first && batch.labels[r] < first + plan.shardsPerLeaf());
          assertEquals(1, batch.weights[r]);
        }
      }
    }
    return met;
  }

  private static void assertOnce(int[] rows, List<Integer> met, String about) {
    List<Integer> sorted = met.stream().sorted().toList();
    assertEquals(IntStream.range(0, Arrays.stream(rows).sum()).boxed().toList(), sorted, about);
  }

  @Test
  void meetsEveryRowOnceAnEpochWhateverTheShards() {
    int[][] tables = {
      {1},
      {7},
      {0, 5},
      {5, 0},
      {3, 1, 4, 1},
      {0, 0, 0, 900},
      {900, 0, 0, 0, 0, 0, 1, 0},
      {100, 101, 99, 100, 2, 0, 300, 17}
    };
    for (int[] rows : tables) {
      for (int leaves = 1; leaves <= rows.length; leaves *= 2) {
        for (int steps : new int[] {1, 2, 5, 13}) {
          TrainingPlan plan = plan(3, rows, steps, leaves);
          for (int epoch = 0; epoch < 3; epoch++) {
            assertOnce(rows, epoch(plan, rows, epoch), plan + " epoch " + epoch);
          }
        }
      }
    }
  }

  @Test
  void meetsEveryRowOnceAnEpochForAnyShards() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      int[] rows = new int[1 << random.nextInt(6)];
      Arrays.setAll(rows, s -> random.nextInt(3) == 0 ? 0 : random.nextInt(60));
      int leaves = Integer.highestOneBit(1 + random.nextInt(rows.length));
      TrainingPlan plan = plan(seed, rows, 1 + random.nextInt(9), leaves);
      assertOnce(rows, epoch(plan, rows, random.nextInt(1000)), "seed " + seed);
    }
  }

  @Test
  void everyEpochAndSeedHasAnOrderOfItsOwn() {
    int[] rows = {100, 100, 50, 50};
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      TrainingPlan plan = plan(seed, rows, 1, 1);
      for (int epoch = 0; epoch < 10; epoch++) {
        orders.add(epoch(plan, rows, epoch));
        assertEquals(epoch(plan, rows, epoch), epoch(plan, rows, epoch));
      }
    }
    assertEquals(100, orders.size());
  }

  @Test
  void shardsOfOneSizeAreNotOrderedAlike() {
    int[] rows = {50, 50};
    List<Integer> met = epoch(plan(1, rows, 1, 2), rows, 0);
    List<Integer> second = met.subList(50, 100).stream().map(row -> row - 50).toList();
    assertFalse(met.subList(0, 50).equals(second));
  }

  @Test
  void asksOnlyForShardsItNeeds() {
    int[] rows = {10, 10, 10, 10};
    Shard[] shards = numbered(rows);
    TrainingPlan plan = plan(1, rows, 4, 1);
    Set<Integer> asked = new HashSet<>();
    Batch batch = new Batch(40, 1, 1);
    new EpochWalk(plan, 0, 0, rows)
        .copyRows(
            10,
            20,
            s -> {
              asked.add(s);
              return shards[s];
            },
            batch);
    assertEquals(1, asked.size());
    assertEquals(10, batch.rows());
  }

  @Test
  void blocksJoinUp() {
    int[] rows = {30, 0, 41, 7};
    Shard[] shards = numbered(rows);
    TrainingPlan plan = plan(9, rows, 1, 1);
    Batch whole = new Batch(78, 1, 1);
    Batch parts = new Batch(78, 1, 1);
    EpochWalk walk = new EpochWalk(plan, 0, 4, rows);
    walk.copyRows(0, 78, s -> shards[s], whole);
    for (int from = 0; from < 78; from += 5) {
      walk.copyRows(from, Math.min(78, from + 5), s -> shards[s], parts);
    }
    assertArrayEquals(whole.inputs, parts.inputs);
  }
}
