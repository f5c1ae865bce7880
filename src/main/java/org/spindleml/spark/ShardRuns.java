package org.spindleml.spark;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.DeterministicLevel$;
import org.apache.spark.rdd.RDD;
import scala.Enumeration;
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
  private final int[] bounds;

  /** A run: shards {@code first}, {@code first + 1} … */
  private record Run(int index, int first, Partition[] shards) implements Partition {}

  /** Each run depends on its own shards alone. */
  private static final class RunDependency extends NarrowDependency<float[]> {
    private static final long serialVersionUID = 1L;
    private final int[] bounds;

    RunDependency(RDD<float[]> shards, int[] bounds) {
      super(shards);
      this.bounds = bounds;
    }

    @Override
    public Seq<Object> getParents(int task) {
      List<Object> shards =
          IntStream.range(bounds[task], bounds[task + 1])
              .<Object>mapToObj(Integer::valueOf)
              .toList();
      return CollectionConverters.asScala(shards).toSeq();
    }
  }

  /**
   * The runs of a job.
   *
   * @param shards the cached shards
   * @param bounds the first shard of each task's run and, last, the one behind the last run
   */
  ShardRuns(RDD<float[]> shards, int[] bounds) {
    super(shards.context(), dependencies(shards, bounds), tag());
    this.shards = shards;
    this.bounds = bounds;
  }

  private static Seq<Dependency<?>> dependencies(RDD<float[]> shards, int[] bounds) {
    List<Dependency<?>> one = List.of(new RunDependency(shards, bounds));
    return CollectionConverters.asScala(one).toSeq();
  }

  private static ClassTag<IntFunction<float[]>> tag() {
    return ClassTag$.MODULE$.apply(IntFunction.class);
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] all = shards.partitions();
    Partition[] runs = new Partition[bounds.length - 1];
    Arrays.setAll(
        runs,
        task -> {
          int from = bounds[task];
          return new Run(task, from, Arrays.copyOfRange(all, from, bounds[task + 1]));
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

  /**
   * A shard that is packed again is compared with what it was: a retried stage need not start over.
   */
  @Override
  public Enumeration.Value getOutputDeterministicLevel() {
    return DeterministicLevel$.MODULE$.DETERMINATE();
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
