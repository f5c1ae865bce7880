package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.train.LeafGradients;
import org.spindleml.train.RowLayout;
import org.spindleml.train.SumTree;
import org.spindleml.train.TrainingPlan;

/** Tasks of a run work in the memory of those before them; what has failed or ended lets it go. */
class TaskScratchTest {
  private static final Network NETWORK =
      Network.of(6, List.of(new HiddenLayer(4, Activation.TANH)), 3);
  private static final int TASKS = 2;

  /** What the tasks of the last job took. */
  private static final Set<TaskScratch> TAKEN = ConcurrentHashMap.newKeySet();

  /** Each task holds its memory until the other one has some too. */
  private static final CyclicBarrier BOTH = new CyclicBarrier(TASKS);

  @AfterEach
  void forget() {
    TAKEN.clear();
  }

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  }

  private static Broadcast<byte[]> run() {
    return spark().broadcast(new byte[1]);
  }

  private static TaskScratch make() {
    TrainingPlan plan = new TrainingPlan(4, 20, 4, 1, 4, 64);
    return new TaskScratch(
        new LeafGradients(
            NETWORK, new SoftmaxCrossEntropy(), new RowLayout(6, 1, true), plan, new int[4]),
        new SumTree(NETWORK.size()));
  }

  /** What the two tasks of a step take that run at once. */
  private static Set<TaskScratch> step(Broadcast<byte[]> run, boolean fails) {
    TAKEN.clear();
    spark()
        .parallelize(Collections.nCopies(TASKS, 0), TASKS)
        .foreach(
            task -> {
              TaskScratch scratch = TaskScratch.take(run, TaskScratchTest::make);
              TAKEN.add(scratch);
              assertEquals(List.of(), scratch.tree().nodes());
              scratch.tree().push(0, 1, scratch.tree().empty());
              BOTH.await(1, TimeUnit.MINUTES);
              if (fails) {
                throw new IllegalStateException("a task that fails");
              }
            });
    return new HashSet<>(TAKEN);
  }

  @Test
  void stepsOfARunShareMemoryAndTasksAtOnceDoNot() {
    Broadcast<byte[]> one = run();
    Broadcast<byte[]> other = run();
    Set<TaskScratch> ofOne = step(one, false);
    Set<TaskScratch> ofOther = step(other, false);
    assertEquals(TASKS, ofOne.size());
    assertEquals(TASKS, ofOther.size());
    assertTrue(Collections.disjoint(ofOne, ofOther), "two runs share memory");
    for (int step = 0; step < 5; step++) {
      assertEquals(ofOne, step(one, false));
      assertEquals(ofOther, step(other, false));
    }
    one.destroy();
    other.destroy();
  }

  @Test
  void whatAFailedTaskUsedIsNotUsedAgain() {
    Broadcast<byte[]> run = run();
    Set<TaskScratch> before = step(run, false);
    assertThrows(SparkException.class, () -> step(run, true));
    assertEquals(before, TAKEN);
    Set<TaskScratch> after = step(run, false);
    assertTrue(Collections.disjoint(before, after), "memory of failed tasks");
    assertEquals(after, step(run, false));
    run.destroy();
  }

  /** The memory of a run that has ended. */
  private static WeakReference<TaskScratch> ended() {
    Broadcast<byte[]> run = run();
    TaskScratch taken = step(run, false).iterator().next();
    run.destroy();
    TAKEN.clear();
    return new WeakReference<>(taken);
  }

  @Test
  void memoryGoesWithItsRun() {
    WeakReference<TaskScratch> ended = ended();
    Broadcast<byte[]> next = run();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (ended.get() != null && System.nanoTime() < deadline) {
      System.gc();
      step(next, false);
    }
    next.destroy();
    assertNull(ended.get(), "memory of a run that has ended");
  }
}
