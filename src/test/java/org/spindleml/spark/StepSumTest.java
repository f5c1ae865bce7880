package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.DeterministicLevel$;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.StepBlock;
import org.spindleml.nn.SumFormat;
import org.spindleml.train.SumTree;
import scala.jdk.javaapi.CollectionConverters;

/** Sums of tasks become one, the same wherever it is done, and leave nothing behind. */
class StepSumTest {
  private static final int SIZE = 1000;
  private static final SumFormat FORMAT = SumFormat.float32(SIZE);
  private static final int LEAVES = 16;
  private static final TaskReport REPORT =
      new TaskReport(new TaskKernel("a kernel", "somewhere"), 1, "");

  private static SparkContext spark() {
    return LocalSpark.session().sparkContext();
  }

  private static GradientSum leaf(int index) {
    Random random = new Random(index);
    float[] gradient = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      gradient[i] = (float) (random.nextGaussian() * Math.exp(10 * random.nextGaussian()));
    }
    return new GradientSum(gradient, random.nextGaussian() * 1e6, random.nextDouble(), 7);
  }

  private static TaskSums sums(int task, int tasks) {
    return sums(task, tasks, FORMAT);
  }

  private static TaskSums sums(int task, int tasks, SumFormat format) {
    SumTree tree = new SumTree(format);
    for (int leaf = LEAVES * task / tasks; leaf < LEAVES * (task + 1) / tasks; leaf++) {
      tree.push(0, leaf, leaf % 5 == 3 ? null : leaf(leaf));
    }
    return new TaskSums(REPORT, tree.nodes());
  }

  /** Rows enough for so many tasks; what they hold does not matter here. */
  private static RDD<IntFunction<float[]>> runs(int tasks) {
    List<float[]> shards = Collections.nCopies(tasks, new float[1]);
    RDD<float[]> packed = new JavaSparkContext(spark()).parallelize(shards, tasks).rdd();
    return new ShardRuns(packed, IntStream.rangeClosed(0, tasks).toArray());
  }

  private static void assertSameBits(GradientSum expected, GradientSum actual, String about) {
    assertArrayEquals(expected.gradient(), actual.gradient(), 0, about);
    assertEquals(expected.lossSum(), actual.lossSum(), 0, about);
    assertEquals(expected.weightSum(), actual.weightSum(), 0, about);
    assertEquals(expected.rows(), actual.rows(), about);
  }

  @Test
  void anyTasksAndSlicesGiveTheSameBits() {
    anyTasksAndSlicesGiveTheSameBits(FORMAT);
    // Where what is rounded ends, no slice does.
    anyTasksAndSlicesGiveTheSameBits(new SumFormat(SIZE, 700));
  }

  private static void anyTasksAndSlicesGiveTheSameBits(SumFormat format) {
    SumTree all = new SumTree(format);
    sums(0, 1, format).nodes().forEach(node -> all.push(node.level(), node.index(), node.sum()));
    GradientSum expected = all.root(LEAVES);
    for (int tasks : new int[] {1, 2, 3, 5, 16}) {
      StepTask task = (index, shards) -> sums(index, tasks, format);
      List<StepSum> ways = new ArrayList<>();
      ways.add(new DriverSum(runs(tasks), format, LEAVES));
      for (int slices : new int[] {1, 3, 7}) {
        ways.add(new ShuffledSum(runs(tasks), format, LEAVES, slices));
      }
      for (StepSum way : ways) {
        List<TaskReport> reports = new ArrayList<>();
        assertSameBits(expected, way.of(task, reports::add), tasks + " tasks, " + way);
        assertEquals(Collections.nCopies(tasks, REPORT), reports, "" + way);
      }
    }
  }

  @Test
  void theFirstOddBlockIsThatOfTheLowestLeaf() {
    StepTask task =
        (index, shards) -> {
          TaskSums sums = sums(index, 4);
          for (SumTree.Node node : sums.nodes()) {
            node.sum().markOdd(index == 0 ? null : new StepBlock(4 * index, index));
          }
          return sums;
        };
    for (StepSum way :
        List.of(
            new DriverSum(runs(4), FORMAT, LEAVES), new ShuffledSum(runs(4), FORMAT, LEAVES, 3))) {
      StepBlock first = way.of(task, report -> {}).firstOdd();
      assertEquals(new StepBlock(4, 1), first, "" + way);
    }
  }

  /** Files of shuffles on this process's disk. */
  private static Set<String> shuffleFiles() {
    return CollectionConverters.asJava(
            SparkEnv.get().blockManager().diskBlockManager().getAllFiles())
        .stream()
        .map(File::getName)
        .filter(name -> name.startsWith("shuffle_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void twoHundredStepsLeaveNoFilesOfShuffles() {
    Set<String> before = shuffleFiles();
    ShuffledSum sum = new ShuffledSum(runs(2), FORMAT, LEAVES, 2);
    for (int step = 0; step < 200; step++) {
      sum.of((index, shards) -> sums(index, 2), report -> {});
    }
    // Spark takes them away in its own time, but soon; those of the last step may still be there.
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    Set<String> left = shuffleFiles();
    left.removeAll(before);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.retainAll(shuffleFiles());
    }
    assertEquals(Set.of(), left);
  }

  @Test
  void aTaskThatFailsIsTheErrorOfTheStep() {
    StepTask task =
        (index, shards) -> {
          throw new IllegalStateException("a task that fails");
        };
    for (StepSum way :
        List.of(
            new DriverSum(runs(2), FORMAT, LEAVES), new ShuffledSum(runs(2), FORMAT, LEAVES, 2))) {
      Exception error = assertThrows(Exception.class, () -> way.of(task, report -> {}));
      assertTrue(error.getMessage().contains("a task that fails"), error.getMessage());
    }
  }

  /** Counted down by {@link #anInterruptCancelsTheJob} and its tasks, in this process. */
  private static CountDownLatch begun;

  private static CountDownLatch ended;

  @Test
  void anInterruptCancelsTheJob() throws Exception {
    StepTask task =
        (index, shards) -> {
          begun.countDown();
          try {
            while (!org.apache.spark.TaskContext.get().isInterrupted()) {
              Thread.onSpinWait();
            }
          } finally {
            ended.countDown();
          }
          return sums(index, 2);
        };
    for (StepSum way :
        List.of(
            new DriverSum(runs(2), FORMAT, LEAVES), new ShuffledSum(runs(2), FORMAT, LEAVES, 2))) {
      begun = new CountDownLatch(2);
      ended = new CountDownLatch(2);
      boolean[] stillInterrupted = {false};
      Thread training =
          new Thread(
              () -> {
                assertThrows(CancellationException.class, () -> way.of(task, report -> {}));
                stillInterrupted[0] = Thread.currentThread().isInterrupted();
              });
      training.start();
      begun.await();
      training.interrupt();
      training.join();
      assertTrue(stillInterrupted[0], "" + way);
      ended.await();
    }
  }

  @Test
  void anErrorOfTheReaderCancelsTheJob() {
    IllegalStateException thrown = new IllegalStateException("another kernel");
    for (StepSum way :
        List.of(
            new DriverSum(runs(2), FORMAT, LEAVES), new ShuffledSum(runs(2), FORMAT, LEAVES, 2))) {
      IllegalStateException error =
          assertThrows(
              IllegalStateException.class,
              () ->
                  way.of(
                      (index, shards) -> sums(index, 2),
                      report -> {
                        throw thrown;
                      }));
      assertEquals(thrown, error);
    }
  }

  @Test
  void aStepThatIsTriedAgainNeedNotStartOver() {
    RDD<float[]> shuffledTwice =
        new JavaSparkContext(spark())
            .parallelize(Arrays.asList(new float[1], new float[2]), 2)
            .repartition(3)
            .repartition(2)
            .rdd();
    var levels = DeterministicLevel$.MODULE$;
    assertEquals(levels.INDETERMINATE(), shuffledTwice.outputDeterministicLevel());
    RDD<?> runs = new ShardRuns(shuffledTwice, new int[] {0, 1, 2});
    assertEquals(levels.DETERMINATE(), runs.outputDeterministicLevel());
  }
}
