package org.spindleml.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.SumFormat;
import org.spindleml.train.SumTree;
import scala.Tuple2;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * The executors add up what the tasks of a step give, and the driver gets one gradient, not one a
 * task (a reduce-scatter). Each task cuts its sums in slices of the weights; a shuffle brings slice
 * r of all tasks to the r-th of as many further tasks, which adds them in the tree of the leaves.
 *
 * @param runs each task's shards
 * @param format how sums are kept
 * @param leaves how many leaves a step has
 * @param slices how many slices
 */
record ShuffledSum(RDD<IntFunction<float[]>> runs, SumFormat format, int leaves, int slices)
    implements StepSum {
  @Override
  public GradientSum of(StepTask task, Consumer<TaskReport> note) {
    Slices cut = new Slices(format, slices);
    RDD<byte[]> sums =
        JavaRDD.fromRDD(runs, ClassTag$.MODULE$.<IntFunction<float[]>>apply(IntFunction.class))
            .mapPartitionsToPair(
                run -> cut.pairs(task.compute(TaskContext.getPartitionId(), run.next())))
            .partitionBy(new ByNumber(slices))
            .mapPartitions(cut::sum)
            .rdd();
    // Files go now, not when the garbage collector gets to it: a step may leave a gigabyte on
    // disks.
    return EvenIfInterrupted.using(
        () -> sums.cleanShuffleDependencies(false), () -> gather(sums, cut, note));
  }

  private GradientSum gather(RDD<byte[]> sums, Slices cut, Consumer<TaskReport> note) {
    List<SumTree> trees =
        IntStream.range(0, slices).mapToObj(slice -> new SumTree(cut.format(slice))).toList();
    JobResults.forEach(
        sums, new Only(), (payload, slice) -> SumPayload.push(payload, trees.get(slice), note));
    float[] gradient = new float[format.size()];
    for (int slice = 0; slice < slices; slice++) {
      float[] part = trees.get(slice).root(leaves).gradient();
      System.arraycopy(part, 0, gradient, cut.from(slice), part.length);
    }
    GradientSum first = trees.get(0).root(leaves);
    GradientSum sum = new GradientSum(gradient, first.lossSum(), first.weightSum(), first.rows());
    sum.markOdd(first.firstOdd());
    return sum;
  }

  @Override
  public String toString() {
    return "gradients added by the executors in slices, " + slices;
  }

  /** Near-equal ranges of the weights. */
  private record Slices(SumFormat whole, int count) implements Serializable {
    int from(int slice) {
      return (int) ((long) slice * whole.size() / count);
    }

    SumFormat format(int slice) {
      return whole.slice(from(slice), from(slice + 1));
    }

    /** What a task sends to each slice, made when it is sent; its report goes to the first. */
    Iterator<Tuple2<Long, byte[]>> pairs(TaskSums sums) {
      return IntStream.range(0, count)
          .mapToObj(
              slice ->
                  new Tuple2<>(
                      (long) slice,
                      SumPayload.of(
                          slice == 0 ? List.of(sums.report()) : List.of(),
                          sums.nodes(),
                          format(slice),
                          from(slice))))
          .iterator();
    }

    /** Adds up what all tasks have sent to one slice, in whatever order it comes. */
    Iterator<byte[]> sum(Iterator<Tuple2<Long, byte[]>> pairs) {
      SumFormat format = format(TaskContext.getPartitionId());
      SumTree tree = new SumTree(format);
      List<TaskReport> reports = new ArrayList<>();
      while (pairs.hasNext()) {
        SumPayload.push(pairs.next()._2(), tree, reports::add);
      }
      return List.of(SumPayload.of(reports, tree.nodes(), format, 0)).iterator();
    }
  }

  /** A partition's one element. */
  private static final class Only
      extends AbstractFunction1<scala.collection.Iterator<byte[]>, byte[]> implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] apply(scala.collection.Iterator<byte[]> partition) {
      return partition.next();
    }
  }
}
