package org.spindleml.spark;

import java.io.Serializable;
import java.util.function.IntFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.spindleml.linalg.Gemm;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.train.GradientSource;
import org.spindleml.train.LeafGradients;
import org.spindleml.train.RowLayout;
import org.spindleml.train.Shard;
import org.spindleml.train.SumTree;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingPlan;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * A cluster as a source of gradients. A step is one broadcast of the weights and one job over the
 * cached shards; results are added by index in a fixed tree, so that it does not matter which task
 * ends first.
 */
final class ClusterGradientSource implements GradientSource, AutoCloseable {
  private final SparkContext spark;
  private final RDD<float[]> shards;
  private final RDD<IntFunction<float[]>> runs;
  private final Core core;
  private final Kernels kernels;

  /** What every task needs besides weights and rows: small, immutable, sent with the task. */
  private record Core(
      Network network, Loss loss, RowLayout layout, TrainingPlan plan, int tasks, int[] shardRows)
      implements Serializable {}

  /**
   * Caches the shards on the executors.
   *
   * @param packed the shards; unpersisted by {@link #close}
   * @param network the network
   * @param loss the loss of a row
   * @param layout how rows are packed
   * @param plan which rows make which step
   * @param listener is told of kernels that differ, where that is allowed
   * @throws IllegalStateException if the input gave other rows than when it was checked
   */
  ClusterGradientSource(
      RDD<float[]> packed,
      Network network,
      Loss loss,
      RowLayout layout,
      TrainingPlan plan,
      TrainingListener listener) {
    spark = packed.context();
    kernels = new Kernels(spark.getConf(), listener);
    shards = packed.persist(StorageLevel.MEMORY_AND_DISK());
    boolean done = false;
    try {
      int tasks = plan.tasks(slots(spark));
      runs = new ShardRuns(shards, plan, tasks);
      core = new Core(network, loss, layout, plan, tasks, countRows(layout, plan, tasks));
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** Tasks that can run at once. */
  static int slots(SparkContext spark) {
    return Math.max(
        1, spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile()));
  }

  /** Computes every shard where its run will be computed later, and counts the rows. */
  private int[] countRows(RowLayout layout, TrainingPlan plan, int tasks) {
    int[][] counts = (int[][]) spark.runJob(runs, new Count(layout, plan, tasks), tag(int[].class));
    int[] shardRows = new int[plan.shards()];
    long rows = 0;
    int shard = 0;
    for (int[] run : counts) {
      for (int count : run) {
        shardRows[shard++] = count;
        rows += count;
      }
    }
    Shards.requireSameRows(plan.rows(), rows);
    return shardRows;
  }

  private static <T> scala.reflect.ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  /** Rows of every shard. */
  int[] shardRows() {
    return core.shardRows();
  }

  @Override
  public GradientSum at(float[] weights, long step) {
    Broadcast<float[]> broadcast = spark.broadcast(weights.clone(), tag(float[].class));
    try {
      byte[][] sums =
          (byte[][]) spark.runJob(runs, new Step(core, broadcast, step), tag(byte[].class));
      SumTree tree = new SumTree(weights.length);
      for (byte[] sum : sums) {
        kernels.add(SumPayload.push(sum, weights.length, tree));
      }
      return tree.root(core.plan().leaves());
    } finally {
      broadcast.destroy();
    }
  }

  @Override
  public void close() {
    shards.unpersist(false);
  }

  @Override
  public String toString() {
    return spark.master() + ", tasks a step " + core.tasks();
  }

  /** A task that counts the rows of its run's shards. */
  private static final class Count
      extends AbstractFunction2<TaskContext, Iterator<IntFunction<float[]>>, int[]>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final RowLayout layout;
    private final TrainingPlan plan;
    private final int tasks;

    Count(RowLayout layout, TrainingPlan plan, int tasks) {
      this.layout = layout;
      this.plan = plan;
      this.tasks = tasks;
    }

    @Override
    public int[] apply(TaskContext context, Iterator<IntFunction<float[]>> run) {
      IntFunction<float[]> shards = run.next();
      int task = context.partitionId();
      int from = plan.firstLeaf(task, tasks) * plan.shardsPerLeaf();
      int[] rows = new int[plan.firstLeaf(task + 1, tasks) * plan.shardsPerLeaf() - from];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = new Shard(layout, shards.apply(from + i)).rows();
      }
      return rows;
    }
  }

  /** A task of a step: the gradient sums of its leaves. */
  private static final class Step
      extends AbstractFunction2<TaskContext, Iterator<IntFunction<float[]>>, byte[]>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Core core;
    private final Broadcast<float[]> weights;
    private final long step;

    Step(Core core, Broadcast<float[]> weights, long step) {
      this.core = core;
      this.weights = weights;
      this.step = step;
    }

    @Override
    public byte[] apply(TaskContext context, Iterator<IntFunction<float[]>> run) {
      Gemm.best().useOneThread();
      IntFunction<float[]> shards = run.next();
      TrainingPlan plan = core.plan();
      int task = context.partitionId();
      SumTree tree = new SumTree(core.network().size());
      new LeafGradients(core.network(), core.loss(), core.layout(), plan, core.shardRows())
          .addLeaves(
              plan.firstLeaf(task, core.tasks()),
              plan.firstLeaf(task + 1, core.tasks()),
              step,
              weights.value(),
              shard -> sameAsCounted(shard, shards.apply(shard)),
              tree);
      return SumPayload.of(TaskKernel.here(), tree.nodes());
    }

    /** A shard may have been lost and made again, from input that gives other rows each time. */
    private Shard sameAsCounted(int index, float[] packed) {
      Shard shard = new Shard(core.layout(), packed);
      Shards.requireSameRows(core.shardRows()[index], shard.rows());
      return shard;
    }
  }
}
