package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.SumFormat;
import org.spindleml.train.SumTree;
import scala.jdk.javaapi.CollectionConverters;

/** A step whose executors have lost what a task had given is finished with the same bits. */
class LostShuffleFileIT {
  @Test
  void theTaskIsRunAgain() throws Exception {
    OtherJvm.run(Child.class);
  }

  /** Spark takes the executor for lost, so no other test may share its session. */
  static final class Child {
    private static final int SIZE = 100;
    private static final SumFormat FORMAT = SumFormat.float32(SIZE);
    private static final AtomicInteger RUNS_OF_FIRST = new AtomicInteger();

    private Child() {}

    public static void main(String[] args) {
      var context = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
      RDD<float[]> packed = context.parallelize(Collections.nCopies(2, new float[1]), 2).rdd();
      ShardRuns runs = new ShardRuns(packed, new int[] {0, 1, 2});
      GradientSum expected = new DriverSum(runs, FORMAT, 2).of(Child::sums, report -> {});
      GradientSum actual = new ShuffledSum(runs, FORMAT, 2, 2).of(Child::losing, report -> {});
      assertArrayEquals(expected.gradient(), actual.gradient(), 0);
      assertTrue(RUNS_OF_FIRST.get() > 1, "the file was missed by nobody");
      System.exit(0);
    }

    private static TaskSums sums(int task, IntFunction<float[]> shards) {
      float[] gradient = new float[SIZE];
      java.util.Arrays.fill(gradient, 0.1f + task);
      GradientSum sum = new GradientSum(gradient, task, 1, 1);
      return new TaskSums(
          new TaskReport(new TaskKernel("a kernel", "somewhere"), 1, ""),
          List.of(new SumTree.Node(0, task, sum)));
    }

    /** The second task waits for the first one's file and deletes it. */
    private static TaskSums losing(int task, IntFunction<float[]> shards) {
      if (task == 0) {
        RUNS_OF_FIRST.incrementAndGet();
      } else if (TaskContext.get().stageAttemptNumber() == 0) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        boolean deleted = false;
        while (!deleted && System.nanoTime() < deadline) {
          deleted = deleteShuffleFiles();
        }
      }
      return sums(task, shards);
    }

    private static boolean deleteShuffleFiles() {
      return CollectionConverters.asJava(
              SparkEnv.get().blockManager().diskBlockManager().getAllFiles())
          .stream()
          .filter(file -> file.getName().matches("shuffle_.*\\.data"))
          .map(File::delete)
          .reduce(false, Boolean::logicalOr);
    }
  }
}
