package org.spindleml.spark;

import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.SumFormat;
import org.spindleml.train.SumTree;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * The driver adds up what every task sends, while other tasks still compute or send.
 *
 * @param runs each task's shards
 * @param format how sums are kept
 * @param leaves how many leaves a step has
 */
record DriverSum(RDD<IntFunction<float[]>> runs, SumFormat format, int leaves) implements StepSum {
  @Override
  public GradientSum of(StepTask task, Consumer<TaskReport> note) {
    SumTree tree = new SumTree(format);
    JobResults.forEach(
        runs, new Send(task, format), (payload, index) -> SumPayload.push(payload, tree, note));
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
    private final SumFormat format;

    Send(StepTask task, SumFormat format) {
      this.task = task;
      this.format = format;
    }

    @Override
    public byte[] apply(Iterator<IntFunction<float[]>> run) {
      return SumPayload.of(task.compute(TaskContext.getPartitionId(), run.next()), format);
    }
  }
}
