package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Batch;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.SumFormat;
import org.spindleml.table.InputException;
import org.spindleml.train.InitialWeights;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.RowLayout;
import org.spindleml.train.RunSettings;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.SparseForm;
import org.spindleml.train.SumTree;
import org.spindleml.train.TrainingPlan;
import org.spindleml.train.TrainingSettings;

/** What cannot fit is refused with numbers; what can is not. */
class RunSizeTest {
  private static final long MIB = 1 << 20;
  private static final RowLayout LAYOUT = new RowLayout(1023, 1, false);

  /** 1023-1024-1: 1,049,601 weights, 4.004 MiB. */
  private static final Network NETWORK =
      Network.of(1023, List.of(new HiddenLayer(1024, Activation.TANH)), 1);

  /** 2^20 rows of 4 KiB, 4096 shards, 64 parts of a step. */
  private static RunSize size(int blockSize) {
    return size(NETWORK, LAYOUT, new TrainingPlan(1, 1 << 20, 4096, 128, 64, blockSize));
  }

  /** A run of a solver that remembers nothing, without validation and checkpoints. */
  private static RunSize size(Network network, RowLayout layout, TrainingPlan plan) {
    return new RunSize(network, layout, plan, 0, 0, 2, false);
  }

  private static String refusal(Executable check) {
    return assertThrows(InputException.class, check).getMessage();
  }

  private static Capacity room(int slots, long results, long driver, long executor) {
    return room(slots, results, Long.MAX_VALUE, driver, executor);
  }

  private static Capacity room(int slots, long results, long gather, long driver, long executor) {
    return new Capacity(false, slots, 2, results * MIB, gather, driver * MIB, executor * MIB);
  }

  @Test
  void resultsBeyondWhatADriverTakes() {
    assertDoesNotThrow(() -> size(256).requireFits(room(64, 257, 9999, 9999)));
    assertDoesNotThrow(() -> size(256).requireFits(room(64, 0, 9999, 9999)));
    assertEquals(
        NETWORK
            + ", 1,049,601 weights, does not fit: the results of a step take 256.3 MiB (tasks: 64)"
            + " but spark.driver.maxResultSize is 256.0 MiB: raise it, or use fewer units",
        refusal(() -> size(256).requireFits(room(64, 256, 9999, 9999))));
  }

  /** The results of 64 tasks are 256 MiB; added up by the executors, the driver takes 4 MiB. */
  @Test
  void resultsThatExecutorsAddUpFirst() {
    assertDoesNotThrow(() -> size(256).requireFits(room(64, 5, 2, 9999, 9999)));
    assertEquals(
        NETWORK
            + ", 1,049,601 weights, does not fit: the results of a step take 4.0 MiB (tasks: 64) but"
            + " spark.driver.maxResultSize is 4.0 MiB: raise it, or use fewer units; the driver needs"
            + " 28.0 MiB (weights and what the solver remembers 8.0 MiB, to send them 16.0 MiB and"
            + " the results of a step 4.0 MiB) but its heap is 28.0 MiB: raise spark.driver.memory,"
            + " or use fewer units",
        refusal(() -> size(256).requireFits(room(64, 4, 2, 28, 9999))));
  }

  @Test
  void executorsAddUpWhereTheDriverWouldBeSparedMore() {
    TrainingPlan plan = size(256).plan();
    StepTraffic traffic = new StepTraffic(plan, NETWORK.sumFormat(), 32);
    long spared = traffic.results(0) - NETWORK.sumFormat().bytes();
    assertEquals(0, traffic.slices(spared));
    assertEquals(32, traffic.slices(spared - 1), "a slice a task");
    assertEquals(
        4, new StepTraffic(plan, SumFormat.float32(20_000), 64).slices(0), "none below 16 KiB");
    assertEquals(1, new StepTraffic(plan, SumFormat.float32(10), 64).slices(0));
    assertEquals(
        0, new StepTraffic(plan, NETWORK.sumFormat(), 1).slices(1 << 20), "nothing to add up");
  }

  /** Four bytes a weight and sum where they are held, two where they travel. */
  @Test
  void roundedSumsTravelInHalfTheBytes() {
    TrainingPlan plan = size(256).plan();
    int weights = NETWORK.size();
    StepTraffic exact = new StepTraffic(plan, SumFormat.float32(weights), 32);
    StepTraffic rounded = new StepTraffic(plan, new SumFormat(weights, weights), 32);
    for (int slices : new int[] {0, 32}) {
      assertEquals(0.5, (double) rounded.results(slices) / exact.results(slices), 0.01);
      assertEquals(
          0.5, (double) rounded.longestPayload(slices) / exact.longestPayload(slices), 1e-3);
      assertEquals(exact.gathered(slices), rounded.gathered(slices));
    }
    assertEquals(exact.results(0), exact.gathered(0));
    assertEquals(
        2.5 / 3, (double) rounded.taskBytes(0, 1) / exact.taskBytes(0, 1), 1e-3, "two leaves");
    long limit = exact.results(0) / 2;
    assertEquals(0, rounded.slices(limit));
    assertEquals(32, exact.slices(limit));
  }

  @Test
  void moreThanADriverHolds() {
    assertDoesNotThrow(() -> size(256).requireFits(room(64, 0, 277, 9999)));
    assertEquals(
        NETWORK
            + ", 1,049,601 weights, does not fit: the driver needs 276.3 MiB (weights and what the"
            + " solver remembers 8.0 MiB, to send them 12.0 MiB and the results of a step 256.3 MiB)"
            + " but its heap is 276.0 MiB: raise spark.driver.memory, or use fewer units",
        refusal(() -> size(256).requireFits(room(64, 0, 276, 9999))));
  }

  @Test
  void moreThanAnExecutorHolds() {
    assertDoesNotThrow(() -> size(256).requireFits(room(2, 0, 9999, 101)));
    assertEquals(
        NETWORK
            + ", 1,049,601 weights, does not fit: an executor needs 100.1 MiB (the weights twice and,"
            + " times 2 tasks, sums of 36.0 MiB, a block of 576 rows of 9.0 MiB and a shard of"
            + " 1.0 MiB) but its heap is 99.0 MiB: raise spark.executor.memory, set"
            + " spark.executor.cores or blockSize lower, or use fewer units",
        refusal(() -> size(256).requireFits(room(2, 0, 9999, 99))));
  }

  @Test
  void tasksThatAStepDoesNotHaveNeedNoRoom() {
    RunSize two = size(NETWORK, LAYOUT, new TrainingPlan(1, 1 << 20, 4096, 2048, 2, 256));
    Capacity wide = new Capacity(false, 64, 32, 0, Long.MAX_VALUE, 9999 * MIB, 45 * MIB);
    assertDoesNotThrow(() -> two.requireFits(wide));
    assertTrue(refusal(() -> size(256).requireFits(wide)).contains("times 32 tasks"));
  }

  @Test
  void aLocalMasterHasNoExecutorsMemory() {
    Capacity local = new Capacity(true, 2, 2, 0, Long.MAX_VALUE, 9999 * MIB, 33 * MIB);
    String error = refusal(() -> size(256).requireFits(local));
    assertTrue(
        error.endsWith(
            "but its heap is 33.0 MiB: raise spark.driver.memory, set the threads of the local"
                + " master or blockSize lower, or use fewer units"),
        error);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    String error = refusal(() -> size(4_000_000).requireFits(room(64, 1, 2, 3)));
    assertTrue(error.contains("set blockSize to at most 2,097,151; the results of"), error);
    assertTrue(error.contains("raise it, or use fewer units; the driver needs"), error);
    assertTrue(error.contains("; an executor needs"), error);
    assertEquals(1, error.lines().count());
  }

  @Test
  void aResultLongerThanAnArray() {
    Network network = Network.of(40_000, List.of(new HiddenLayer(20_000, Activation.TANH)), 1);
    RunSize size = size(network, LAYOUT, new TrainingPlan(1, 1 << 20, 4096, 128, 64, 1));
    String error = refusal(() -> size.requireFits(room(1, 0, 99_999, 99_999)));
    assertTrue(
        error.endsWith(
            "fit: a task's result takes 3,051.9 MiB but an array at most 2,048.0 MiB: use fewer units"),
        error);
  }

  @Test
  void checkpointsAreCopies() {
    TrainingPlan plan = size(256).plan();
    RunSize saved = new RunSize(NETWORK, LAYOUT, plan, 0, 0, 4, true);
    assertDoesNotThrow(() -> saved.requireFits(room(64, 0, 317, 9999)));
    assertTrue(
        refusal(() -> saved.requireFits(room(64, 0, 316, 9999)))
            .contains(
                "the driver needs 316.3 MiB (weights and what the solver remembers 16.0 MiB, a"
                    + " checkpoint of them 32.0 MiB, to send them 12.0 MiB and"));
    assertTrue(
        refusal(() -> saved.requireFits(4150 * MIB, 2))
            .contains("remembers 16.0 MiB, a checkpoint of them 32.0 MiB and, for each of"));
    RunSize large = new RunSize(NETWORK, LAYOUT, plan, 0, 0, 512, true);
    assertTrue(
        refusal(() -> large.requireFits(99_999 * MIB, 2))
            .endsWith(
                "fit: a checkpoint of 512 arrays as long as the weights takes 2,050.0 MiB but an"
                    + " array at most 2,048.0 MiB: use fewer units, a solver that remembers less, or"
                    + " no checkpointDir"));
  }

  @Test
  void theStateIsWhatASolverRemembers() {
    for (Solver solver : Solver.values()) {
      TrainingSettings settings = SomeSettings.of(solver, 64);
      TrainingPlan plan = size(256).plan();
      RunSize alone = RunSize.of(NETWORK, LAYOUT, plan, 0, settings, false);
      RunSize judged = RunSize.of(NETWORK, LAYOUT, plan, 10, settings, true);
      int expected =
          switch (solver) {
            case GD, SGD -> 2;
            case MOMENTUM, NESTEROV, ADAGRAD, RMSPROP -> 3;
            case ADAM, ADAMW -> 4;
            case L_BFGS -> 22;
          };
      assertEquals(expected, alone.stateArrays(), "" + solver);
      assertEquals(expected + 1, judged.stateArrays(), "" + solver);
      assertTrue(judged.saved() && !alone.saved());
    }
  }

  @Test
  void moreThanThisProcessHolds() {
    assertDoesNotThrow(() -> size(256).requireFits(4200 * MIB, 2));
    assertEquals(
        NETWORK
            + ", 1,049,601 weights, does not fit: this process needs 4,186.1 MiB (the table 4,096.0"
            + " MiB, weights and what the solver remembers 8.0 MiB and, for each of 2 threads,"
            + " sums of 32.0 MiB and blocks of 576 rows of 9.0 MiB) but its heap is 4,180.0 MiB: raise spark.driver.memory, set blockSize"
            + " lower, or set execution to cluster, which keeps on disk what memory does not hold",
        refusal(() -> size(256).requireFits(4180 * MIB, 2)));
  }

  /** Rows of 22 numbers, blocks of sparse inputs. */
  @Test
  void ofASparseTableOnlyItsCellsCount() {
    SparseForm form = new SparseForm(new float[1023], 10, true);
    RowLayout layout = new RowLayout(1023, 1, false, false, form);
    TrainingPlan plan = new TrainingPlan(1, 1 << 20, 4096, 128, 64, 256);
    RunSize size = size(NETWORK, layout, plan);
    assertDoesNotThrow(() -> size.requireFits(151 * MIB, 2));
    String error = refusal(() -> size.requireFits(149 * MIB, 2));
    assertTrue(
        error.contains(
            "needs 150.1 MiB (the table 88.0 MiB, weights and what the solver remembers 8.0 MiB and,"
                + " for each of 2 threads, sums of 24.0 MiB and blocks of 256 rows of 3.0 MiB)"),
        error);
  }

  @Test
  void countsTheSumsThatATaskHolds() {
    TrainingPlan plan = size(256).plan();
    for (int tasks = 1; tasks <= plan.leaves(); tasks++) {
      StepTraffic traffic = new StepTraffic(plan, SumFormat.float32(1), tasks);
      for (int together = 1; together <= Batch.MOST_PARTS; together++) {
        long held = heldSums(plan, tasks, together);
        long counted = traffic.sumBytes(together) / Float.BYTES;
        String of = tasks + " tasks, " + together + " together: " + held;
        assertTrue(held <= counted && counted <= held + together - 1, of + " counted " + counted);
      }
    }
  }

  /** Sums that a tree makes for the largest task. */
  private static int heldSums(TrainingPlan plan, int tasks, int together) {
    int most = 0;
    for (int task = 0; task < tasks; task++) {
      SumTree tree = new SumTree(1);
      Set<GradientSum> held = new HashSet<>();
      int to = plan.firstLeaf(task + 1, tasks);
      for (int leaf = plan.firstLeaf(task, tasks); leaf < to; leaf += together) {
        List<GradientSum> block = new ArrayList<>();
        for (int part = 0; part < Math.min(together, to - leaf); part++) {
          block.add(tree.empty());
        }
        held.addAll(block);
        for (int part = 0; part < block.size(); part++) {
          tree.push(0, leaf + part, block.get(part));
        }
      }
      most = Math.max(most, held.size());
    }
    return most;
  }

  @Test
  void countsTheSumsThatATaskSends() {
    for (int from = 0; from < 64; from++) {
      SumTree tree = new SumTree(1);
      for (int to = from + 1; to <= 64; to++) {
        tree.push(0, to - 1, new GradientSum(1));
        assertEquals(tree.nodes().size(), StepTraffic.subtrees(from, to), from + "…" + to);
      }
    }
  }

  @Test
  void aNetworkTooLargeIsRefusedBeforeItsWeightsAreDrawn() {
    TrainingSettings small = SomeSettings.of(Solver.ADAM, 64);
    TrainingSettings huge =
        new TrainingSettings(
            new NetworkSettings(
                List.of(
                    new HiddenLayer(22_000, Activation.TANH),
                    new HiddenLayer(22_000, Activation.TANH)),
                new InitialWeights.Drawn(Initializer.AUTO)),
            new SoftmaxCrossEntropy(),
            small.rate(),
            small.update(),
            new RunSettings(4, 64, 256, 0, 3),
            small.validation(),
            true);
    List<String> notes = new ArrayList<>();
    String error =
        refusal(
            () ->
                Tables.fit(
                    Tables.tenRowsAnd(2),
                    Tables.columns(false, false),
                    huge,
                    Execution.CLUSTER,
                    notes));
    assertTrue(
        error.startsWith(
            "2-22000-22000-2, 484,132,002 weights, does not fit: the results of a step take 1,846.8"
                + " MiB (tasks: 1) but spark.driver.maxResultSize is 1,024.0 MiB: raise it,"),
        error);
    assertEquals(List.of(), notes);
  }
}
