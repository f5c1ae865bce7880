package org.spindleml.spark;

import java.util.function.Consumer;
import org.spindleml.nn.GradientSum;

/** Where the sums of a step's tasks become one: the same tree, and so the same bits, anywhere. */
sealed interface StepSum permits DriverSum, ShuffledSum {
  /**
   * Runs a step's tasks and adds up what they give.
   *
   * @param task what each of them does
   * @param note takes, in the calling thread, what each task tells of itself
   * @return the sum over all leaves
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  GradientSum of(StepTask task, Consumer<TaskReport> note);
}
