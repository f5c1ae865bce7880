package org.spindleml.spark;

import org.spindleml.train.TrainingPlan;

/**
 * What the tasks of a step send and where it is added up. It follows from the plan, the network and
 * the number of tasks; the sum's bits do not depend on it.
 *
 * @param plan which rows make which step
 * @param size how many weights the network has
 * @param tasks how many tasks a step has
 */
record StepTraffic(TrainingPlan plan, int size, int tasks) {
  /**
   * More slices make no file of their own each while a task writes them: Spark's {@code
   * spark.shuffle.sort.bypassMergeThreshold}.
   */
  private static final int MOST_SLICES = 200;

  /** Below so many bytes the block of a shuffle costs more than what is in it. */
  private static final int SMALL_SLICE = 16 << 10;

  /** Of a task's report in a payload, roughly. */
  private static final int REPORT_BYTES = 256;

  /** Bytes of all weights, or of one gradient. */
  long weightBytes() {
    return (long) Float.BYTES * size;
  }

  /**
   * How many slices of the weights the executors add up.
   *
   * @param mostSpared bytes that the driver may take beyond a single gradient
   * @return 0 where it adds up what every task sends
   */
  int slices(long mostSpared) {
    if (results(0) - weightBytes() <= mostSpared) {
      return 0;
    }
    long slices = Math.min(weightBytes() / SMALL_SLICE, Math.min(tasks, MOST_SLICES));
    return (int) Math.max(1, slices);
  }

  /** The longest array of a task's sums. */
  long longestPayload(int slices) {
    return slices == 0 ? largestSums() : largestSums() / slices;
  }

  /** What the driver takes in a step, in bytes. */
  long results(int slices) {
    if (slices > 0) {
      return SumPayload.bytes(slices, 0) + weightBytes() + (long) tasks * REPORT_BYTES;
    }
    long results = 0;
    for (int task = 0; task < tasks; task++) {
      results += SumPayload.bytes(sums(task), size);
    }
    return results;
  }

  /**
   * What a task holds of gradients at most, in bytes: its sums and what it sends of them; then,
   * where it adds up a slice, what has come of it and still lacks its sibling, and what it sends.
   */
  long taskBytes(int slices) {
    if (slices == 0) {
      return 2 * largestSums();
    }
    long slice = weightBytes() / slices;
    return Math.max(largestSums() + longestPayload(slices), (tasks / 2 + 2) * slice);
  }

  private long largestSums() {
    long largest = 0;
    for (int task = 0; task < tasks; task++) {
      largest = Math.max(largest, SumPayload.bytes(sums(task), size));
    }
    return largest;
  }

  private int sums(int task) {
    return subtrees(plan.firstLeaf(task, tasks), plan.firstLeaf(task + 1, tasks));
  }

  /** The largest whole subtrees of a range of leaves: how many sums a task sends. */
  static int subtrees(int from, int to) {
    int count = 0;
    for (int leaf = from; leaf < to; count++) {
      int size = leaf == 0 ? Integer.highestOneBit(to) : Integer.lowestOneBit(leaf);
      while (leaf + size > to) {
        size /= 2;
      }
      leaf += size;
    }
    return count;
  }
}
