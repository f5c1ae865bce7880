package org.spindleml.spark;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.spindleml.train.TrainingPlan;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Runs of neighbouring shards, one a task: a narrow view of the cached shards that is made once and
 * never grows. A partition's only element finds the run's shards by index and computes or fetches
 * just those that are asked for.
 */
final class ShardRuns extends RDD<IntFunction<float[]>> {
  private static final long serialVersionUID = 1L;

  private final RDD<float[]> shards;
  private final TrainingPlan plan;
  private final int tasks;

  /** A run: shards {@code first}, {@code first + 1} … */
  private record Run(int index, int first, Partition[] shards) implements Partition {}

  /** Each run depends on its own shards alone. */
  private static final class RunDependency extends NarrowDependency<float[]> {
    private static final long serialVersionUID = 1L;
    private final TrainingPlan plan;
    private final int tasks;

    RunDependency(RDD<float[]> shards, TrainingPlan plan, int tasks) {
      super(shards);
      this.plan = plan;
      this.tasks = tasks;
    }

    @Override
    public Seq<Object> getParents(int task) {
      List<Object> shards =
          IntStream.range(firstShard(plan, task, tasks), firstShard(plan, task + 1, tasks))
              .<Object>mapToObj(Integer::valueOf)
              .toList();
      return CollectionConverters.asScala(shards).toSeq();
    }
  }

  private static int firstShard(TrainingPlan plan, int task, int tasks) {
    return plan.firstLeaf(task, tasks) * plan.shardsPerLeaf();
  }

  /**
   * The runs of a plan.
   *
   * @param shards the cached shards
   * @param plan which leaves there are
   * @param tasks how many runs to make
   */
  ShardRuns(RDD<float[]> shards, TrainingPlan plan, int tasks) {
    super(shards.context(), dependencies(shards, plan, tasks), tag());
    this.shards = shards;
    this.plan = plan;
    this.tasks = tasks;
  }

  private static Seq<Dependency<?>> dependencies(
      RDD<float[]> shards, TrainingPlan plan, int tasks) {
    List<Dependency<?>> one = List.of(new RunDependency(shards, plan, tasks));
    return CollectionConverters.asScala(one).toSeq();
  }

  private static ClassTag<IntFunction<float[]>> tag() {
    return ClassTag$.MODULE$.apply(IntFunction.class);
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] all = shards.partitions();
    Partition[] runs = new Partition[tasks];
    Arrays.setAll(
        runs,
        task -> {
          int from = firstShard(plan, task, tasks);
          int to = firstShard(plan, task + 1, tasks);
          return new Run(task, from, Arrays.copyOfRange(all, from, to));
        });
    return runs;
  }

  @Override
  public Iterator<IntFunction<float[]>> compute(Partition split, TaskContext context) {
    Run run = (Run) split;
    IntFunction<float[]> find =
        shard -> only(shards.iterator(run.shards()[shard - run.first()], context));
    return CollectionConverters.asScala(List.of(find).iterator());
  }

  /** A partition's one element; asking for a second one lets go of the cached block. */
  private static float[] only(Iterator<float[]> shard) {
    float[] packed = shard.next();
    if (shard.hasNext()) {
      throw new IllegalStateException("a shard is one array");
    }
    return packed;
  }
}
