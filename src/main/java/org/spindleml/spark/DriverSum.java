package org.spindleml.spark;

import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.spindleml.nn.GradientSum;
import org.spindleml.train.SumTree;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * The driver adds up what every task sends, while other tasks still compute or send.
 *
 * @param runs each task's shards
 * @param size how many weights the network has
 * @param leaves how many leaves a step has
 */
record DriverSum(RDD<IntFunction<float[]>> runs, int size, int leaves) implements StepSum {
  @Override
  public GradientSum of(StepTask task, Consumer<TaskReport> note) {
    SumTree tree = new SumTree(size);
    JobResults.forEach(
        runs, new Send(task, size), (payload, index) -> SumPayload.push(payload, tree, note));
    return tree.root(leaves);
  }

  @Override
  public String toString() {
    return "gradients added by the driver";
  }

  /** Sends all of a task's sums. */
  private static final class Send extends AbstractFunction1<Iterator<IntFunction<float[]>>, byte[]>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final StepTask task;
    private final int size;

    Send(StepTask task, int size) {
      this.task = task;
      this.size = size;
    }

    @Override
    public byte[] apply(Iterator<IntFunction<float[]>> run) {
      return SumPayload.of(task.compute(TaskContext.getPartitionId(), run.next()), size);
    }
  }
}
