package org.spindleml.spark;

import java.io.Serializable;
import java.util.function.IntFunction;

/** The work of a step that each of its tasks does for its own leaves. Runs on the executors. */
interface StepTask extends Serializable {
  /**
   * Adds up a task's leaves.
   *
   * @param task the task, counted from 0
   * @param shards finds a shard of the task's run
   * @return the sums
   */
  TaskSums compute(int task, IntFunction<float[]> shards);
}
