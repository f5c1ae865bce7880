package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Network;

/** The plan against a naive restatement of its rules. */
class TrainingPlanTest {
  private static TrainingPlan plan(long rows, int stride, Solver solver, int batchSize) {
    RowLayout layout = new RowLayout(stride - 1, 1, false);
    return TrainingPlan.of(rows, layout, SomeSettings.of(solver, batchSize));
  }

  /** The smallest power of two that keeps a shard ≤ 1 MiB. */
  private static long shardsBySize(long rows, long stride) {
    for (long shards = 1; ; shards *= 2) {
      if (rows * stride * 4 <= shards * 1024 * 1024) {
        return shards;
      }
    }
  }

  /** The largest power of two ≤ 64 that leaves 256 rows a shard. */
  private static long shardsByRows(long rows) {
    for (long shards = 64; shards > 1; shards /= 2) {
      if (rows >= shards * 256) {
        return shards;
      }
    }
    return 1;
  }

  private static long naiveShards(long rows, long stride) {
    return Math.min(4096, Math.max(shardsBySize(rows, stride), shardsByRows(rows)));
  }

  /**
   * The largest power of two, at most S, that leaves a leaf 128 rows of a step as asked for, beyond
   * 64 of them 256.
   */
  private static long naiveLeaves(long rows, long batchSize, long shards) {
    for (long leaves = shards; leaves > 1; leaves /= 2) {
      if (Math.min(rows, batchSize) >= leaves * (leaves > 64 ? 256 : 128)) {
        return leaves;
      }
    }
    return 1;
  }

  private static void assertRules(long rows, int stride, int batchSize) {
    String about = rows + " rows × " + stride + ", batch " + batchSize;
    TrainingPlan plan = plan(rows, stride, Solver.ADAM, batchSize);
    assertEquals(naiveShards(rows, stride), plan.shards(), about);
    assertEquals((long) Math.ceil((double) rows / batchSize), plan.stepsPerEpoch(), about);
    assertEquals(naiveLeaves(rows, batchSize, plan.shards()), plan.leaves(), about);
    assertEquals(plan.shards(), plan.leaves() * plan.shardsPerLeaf(), about);
    assertEquals(rows, plan.rows(), about);
  }

  @Test
  void followsTheRulesAtManySizes() {
    int[] strides = {2, 3, 29, 1024, 300_000};
    int[] batches = {1, 2, 127, 128, 255, 256, 257, 1000, 65_536, Integer.MAX_VALUE};
    for (int stride : strides) {
      for (int batch : batches) {
        for (long rows : new long[] {1, 2, 255, 256, 511, 512, 513, 16_383, 16_384, 16_385}) {
          assertRules(rows, stride, batch);
        }
        for (int power = 17; power <= 30; power++) {
          for (long rows = (1L << power) - 1; rows <= (1L << power) + 1; rows++) {
            assertRules(rows, stride, batch);
          }
        }
      }
    }
  }

  @Test
  void followsTheRulesAtAnySize() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      long rows = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e9));
      int stride = 2 + random.nextInt(2000);
      int batch = 1 + (int) Math.exp(random.nextDouble() * Math.log(1e6));
      assertRules(rows, stride, batch);
    }
  }

  @Test
  void aShardHoldsAtMostOneMebibyteOnAverageUntilThereAreThemost() {
    assertEquals(2, plan(1, (1 << 18) + 1, Solver.GD, 1).shards());
    assertEquals(1, plan(1, 1 << 18, Solver.GD, 1).shards());
    assertEquals(4096, plan(1_000_000_000L, 785, Solver.GD, 1).shards());
  }

  @Test
  void aFullBatchIsOneStepOfAllShards() {
    for (long rows : new long[] {1, 300, 5000, 100_000, 10_000_000}) {
      TrainingPlan plan = plan(rows, 10, Solver.GD, 64);
      assertEquals(1, plan.stepsPerEpoch());
      assertEquals(plan.shards(), plan.leaves());
      assertEquals(naiveShards(rows, 10), plan.shards());
    }
  }

  @Test
  void anEpochMeetsEveryRowOfALeafOnceWhateverItsSize() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TrainingPlan plan =
          new TrainingPlan(1, 1000, 1, 1 + random.nextInt(50), 1, 1 + random.nextInt(300));
      long rows = random.nextInt(400);
      long next = 0;
      for (int step = 0; step < plan.stepsPerEpoch(); step++) {
        assertEquals(next, plan.firstRow(rows, step), "seed " + seed);
        next = plan.firstRow(rows, step + 1);
        long part = next - plan.firstRow(rows, step);
        long even = rows / plan.stepsPerEpoch();
        assertTrue(part == even || part == even + 1, "seed " + seed);
      }
      assertEquals(rows, next, "seed " + seed);
    }
  }

  @Test
  void rowsOfAnEpochDoNotOverflow() {
    TrainingPlan plan = new TrainingPlan(1, 1L << 40, 4096, 1 << 30, 64, 256);
    assertEquals(1L << 32, plan.firstRow(1L << 32, 1 << 30));
  }

  @Test
  void tasksShareTheLeaves() {
    for (int leaves = 1; leaves <= 64; leaves *= 2) {
      TrainingPlan plan = new TrainingPlan(1, 100_000, 64, 10, leaves, 256);
      for (int slots = 1; slots <= 70; slots++) {
        int tasks = plan.tasks(slots);
        assertEquals(Math.min(slots, leaves), tasks);
        assertEquals(0, plan.firstLeaf(0, tasks));
        assertEquals(leaves, plan.firstLeaf(tasks, tasks));
        for (int task = 0; task < tasks; task++) {
          assertTrue(plan.firstLeaf(task, tasks) < plan.firstLeaf(task + 1, tasks));
        }
      }
    }
  }

  @Test
  void stepsKnowTheirEpoch() {
    TrainingPlan plan = new TrainingPlan(1, 1000, 1, 7, 1, 256);
    assertEquals(0, plan.epoch(6));
    assertEquals(1, plan.epoch(7));
    assertEquals(1_000_000, plan.epoch(7_000_000));
  }

  @Test
  void describesItself() {
    Network network = Network.of(4, List.of(new HiddenLayer(3, Activation.RELU)), 2);
    assertEquals(
        "4-3-2, 23 weights; 16,384 rows; steps an epoch 64, parts of a step 2, shards 64",
        plan(16_384, 5, Solver.SGD, 256).describe(network));
  }
}
