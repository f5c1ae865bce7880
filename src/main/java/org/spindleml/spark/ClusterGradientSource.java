package org.spindleml.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.spindleml.train.EvaluationSums;
import org.spindleml.train.GradientSource;
import org.spindleml.train.LeafGradients;
import org.spindleml.train.Round;
import org.spindleml.train.RowLayout;
import org.spindleml.train.ShardJudge;
import org.spindleml.train.SumTree;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingPlan;
import org.spindleml.train.Turn;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * A cluster as a source of gradients. A step is one broadcast of the weights and one job over the
 * cached shards; results are added in a fixed tree, so that it does not matter which task ends
 * first. Validation rows are judged in the same way, by one job over their own shards.
 */
final class ClusterGradientSource implements GradientSource, AutoCloseable {
  private final SparkContext spark;
  private final RDD<float[]> shards;

  /** What tells the tasks of this run from those of others. */
  private final Broadcast<byte[]> run;

  private final StepSum stepSum;
  private final Core core;
  private final Kernels kernels;

  /** Null where there are no validation rows. */
  private final Judging judging;

  private long slowestNanos;

  /** What every task needs besides weights and rows: small, immutable, sent with the task. */
  private record Core(
      Network network,
      Loss loss,
      TrainingPlan plan,
      int tasks,
      ShardCounts counts,
      Broadcast<byte[]> run)
      implements Serializable {
    TaskScratch scratch() {
      return TaskScratch.take(
          run,
          () ->
              new TaskScratch(
                  new LeafGradients(network, loss, counts.layout(), plan, counts.rows()),
                  new SumTree(network.sumFormat())));
    }
  }

  /** Runs of validation shards, and what judges them. */
  private record Judging(RDD<IntFunction<float[]>> runs, JudgeTask.Core core) {}

  /**
   * Caches the shards on the executors.
   *
   * @param packed the shards; unpersisted by {@link #close}
   * @param network the network
   * @param loss the loss of a row
   * @param layout how rows are packed
   * @param plan which rows make which step
   * @param held the validation rows
   * @param gatherBytes gradients that the driver may take in a step beyond a single one
   * @param listener is told of kernels that differ, where that is allowed
   * @throws IllegalStateException if the input gave other rows than when it was checked
   */
  ClusterGradientSource(
      RDD<float[]> packed,
      Network network,
      Loss loss,
      RowLayout layout,
      TrainingPlan plan,
      HeldOut held,
      long gatherBytes,
      TrainingListener listener) {
    spark = packed.context();
    kernels = new Kernels(spark.getConf(), network.kernel(), listener);
    run = spark.broadcast(new byte[1], tag(byte[].class));
    shards = packed.persist(StorageLevel.MEMORY_AND_DISK());
    boolean done = false;
    try {
      int tasks = plan.tasks(slots(spark));
      int[] bounds = new int[tasks + 1];
      Arrays.setAll(bounds, task -> plan.firstLeaf(task, tasks) * plan.shardsPerLeaf());
      RDD<IntFunction<float[]>> runs = new ShardRuns(shards, bounds);
      ShardCounts counts = count(runs, network, layout, bounds, plan.rows());
      core = new Core(network, loss, plan, tasks, counts, run);
      int slices = new StepTraffic(plan, network.sumFormat(), tasks).slices(gatherBytes);
      stepSum =
          slices == 0
              ? new DriverSum(runs, network.sumFormat(), plan.leaves())
              : new ShuffledSum(runs, network.sumFormat(), plan.leaves(), slices);
      judging = held.isNone() ? null : judging(network, layout, plan, held);
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

  private Judging judging(Network network, RowLayout layout, TrainingPlan plan, HeldOut held) {
    int tasks = ShardJudge.tasks(held.shards(), slots(spark));
    int perTask = held.shards() / tasks;
    int[] bounds = new int[tasks + 1];
    Arrays.setAll(bounds, task -> plan.shards() + task * perTask);
    ShardRuns heldRuns = new ShardRuns(shards, bounds);
    ShardCounts counts = count(heldRuns, network, layout, bounds, held.rows());
    return new Judging(
        heldRuns, new JudgeTask.Core(network, held.judge(), plan.blockSize(), bounds, counts));
  }

  /** Computes every shard where its run will be computed later, and counts its rows. */
  private ShardCounts count(
      RDD<IntFunction<float[]>> ofRuns,
      Network network,
      RowLayout layout,
      int[] bounds,
      long expected) {
    byte[][] payloads =
        (byte[][]) spark.runJob(ofRuns, new Count(network, layout, bounds), tag(byte[].class));
    int shardsOfRuns = bounds[bounds.length - 1] - bounds[0];
    ShardCounts counts =
        new ShardCounts(layout, bounds[0], new int[shardsOfRuns], new long[shardsOfRuns]);
    for (int task = 0; task < payloads.length; task++) {
      ByteBuffer in = ByteBuffer.wrap(payloads[task]);
      note(TaskReport.read(in));
      counts.read(bounds[task], bounds[task + 1], in);
    }
    Shards.requireSameRows(expected, counts.allRows());
    return counts;
  }

  private static <T> scala.reflect.ClassTag<T> tag(Class<T> type) {
    return ClassTag$.MODULE$.apply(type);
  }

  /** The shards of training rows. */
  ShardCounts counts() {
    return core.counts();
  }

  /** The shards of validation rows. */
  ShardCounts heldCounts() {
    return judging == null ? ShardCounts.none(core.counts().layout()) : judging.core().counts();
  }

  /** What multiplies matrices on the executors. */
  String kernel() {
    return kernels.ids();
  }

  @Override
  public GradientSum at(float[] weights, long step) {
    return sum(weights, new Turn.Step(step));
  }

  @Override
  public GradientSum round(float[] weights, Round round) {
    return sum(weights, round);
  }

  private GradientSum sum(float[] weights, Turn turn) {
    Broadcast<float[]> broadcast = spark.broadcast(weights.clone(), tag(float[].class));
    slowestNanos = 0;
    return EvenIfInterrupted.using(
        broadcast::destroy, () -> stepSum.of(new Gather(core, broadcast, turn), this::note));
  }

  @Override
  public EvaluationSums evaluate(float[] weights) {
    if (judging == null) {
      return GradientSource.super.evaluate(weights);
    }
    Broadcast<float[]> broadcast = spark.broadcast(weights.clone(), tag(float[].class));
    return EvenIfInterrupted.using(broadcast::destroy, () -> judged(broadcast));
  }

  private EvaluationSums judged(Broadcast<float[]> weights) {
    JudgeTask task = new JudgeTask(judging.core(), weights);
    byte[][] payloads = (byte[][]) spark.runJob(judging.runs(), task, tag(byte[].class));
    List<EvaluationSums> sums = new ArrayList<>();
    slowestNanos = 0;
    for (byte[] payload : payloads) {
      ByteBuffer in = ByteBuffer.wrap(payload);
      note(TaskReport.read(in));
      byte[] packed = Arrays.copyOfRange(payload, in.position(), payload.length);
      sums.add(judging.core().judge().read(packed));
    }
    return ShardJudge.merge(sums);
  }

  @Override
  public long computeNanos(long callNanos) {
    return Math.min(slowestNanos, callNanos);
  }

  private void note(TaskReport report) {
    if (!report.changed().isEmpty()) {
      throw new IllegalStateException(report.changed());
    }
    kernels.add(report.kernel());
    slowestNanos = Math.max(slowestNanos, report.nanos());
  }

  @Override
  public void close() {
    EvenIfInterrupted.release(() -> shards.unpersist(false));
    EvenIfInterrupted.release(run::destroy);
  }

  @Override
  public String toString() {
    return spark.master() + ", tasks a step " + core.tasks() + ", " + stepSum;
  }

  /** A task that counts the rows of its run's shards: its report, then {@link ShardCounts}. */
  private static final class Count
      extends AbstractFunction2<TaskContext, Iterator<IntFunction<float[]>>, byte[]>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Network network;
    private final RowLayout layout;
    private final int[] bounds;

    Count(Network network, RowLayout layout, int[] bounds) {
      this.network = network;
      this.layout = layout;
      this.bounds = bounds;
    }

    @Override
    public byte[] apply(TaskContext context, Iterator<IntFunction<float[]>> run) {
      IntFunction<float[]> shards = run.next();
      int from = bounds[context.partitionId()];
      int to = bounds[context.partitionId() + 1];
      TaskReport report = TaskReport.since(network, System.nanoTime());
      ByteBuffer out = ByteBuffer.allocate(report.bytes() + ShardCounts.bytes(to - from));
      report.write(out);
      for (int shard = from; shard < to; shard++) {
        ShardCounts.count(layout, shards.apply(shard), out);
      }
      return out.array();
    }
  }

  /** A task of a turn: the sums of its leaves. */
  private record Gather(Core core, Broadcast<float[]> weights, Turn turn) implements StepTask {
    @Override
    public TaskSums compute(int task, IntFunction<float[]> shards) {
      Gemm.best().useOneThread();
      TrainingPlan plan = core.plan();
      float[] received = weights.value();
      long start = System.nanoTime();
      TaskScratch scratch = core.scratch();
      try {
        turn.addLeaves(
            scratch.leaves(),
            plan.firstLeaf(task, core.tasks()),
            plan.firstLeaf(task + 1, core.tasks()),
            received,
            new LastShard(shard -> core.counts().same(shard, shards.apply(shard))),
            scratch.tree());
      } catch (ShardCounts.ChangedException e) {
        return new TaskSums(TaskReport.of(core.network(), e), List.of());
      }
      return new TaskSums(TaskReport.since(core.network(), start), scratch.tree().nodes());
    }
  }
}
