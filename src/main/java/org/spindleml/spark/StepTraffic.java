package org.spindleml.spark;

import org.spindleml.nn.SumFormat;
import org.spindleml.train.TrainingPlan;

/**
 * What the tasks of a step send and where it is added up. It follows from the plan, the network and
 * the number of tasks; the sum's bits do not depend on it.
 *
 * @param plan which rows make which step
 * @param format how sums are kept and sent
 * @param tasks how many tasks a step has
 */
record StepTraffic(TrainingPlan plan, SumFormat format, int tasks) {
  /**
   * More slices make no file of their own each while a task writes them: Spark's {@code
   * spark.shuffle.sort.bypassMergeThreshold}.
   */
  private static final int MOST_SLICES = 200;

  /** Below so many bytes the block of a shuffle costs more than what is in it. */
  private static final int SMALL_SLICE = 16 << 10;

  /** Of a task's report in a payload, roughly. */
  private static final int REPORT_BYTES = 256;

  /** Of sums that are held: float32, however they are sent. */
  private SumFormat held() {
    return SumFormat.float32(format.size());
  }

  /**
   * How many slices of the weights the executors add up.
   *
   * @param mostSpared bytes that the driver may take beyond a single gradient
   * @return 0 where it adds up what every task sends
   */
  int slices(long mostSpared) {
    if (results(0) - format.bytes() <= mostSpared) {
      return 0;
    }
    long slices = Math.min(format.bytes() / SMALL_SLICE, Math.min(tasks, MOST_SLICES));
    return (int) Math.max(1, slices);
  }

  /** The longest array of a task's sums. */
  long longestPayload(int slices) {
    return largestSums(format) / Math.max(1, slices);
  }

  /** What tasks send the driver in a step, in bytes. */
  long results(int slices) {
    return results(slices, format);
  }

  /** What the driver holds of that at most, in bytes. */
  long gathered(int slices) {
    return results(slices, held());
  }

  private long results(int slices, SumFormat as) {
    if (slices > 0) {
      SumFormat nothing = SumFormat.float32(0);
      return SumPayload.bytes(slices, nothing) + as.bytes() + (long) tasks * REPORT_BYTES;
    }
    long results = 0;
    for (int task = 0; task < tasks; task++) {
      results += SumPayload.bytes(sums(task), as);
    }
    return results;
  }

  /**
   * What a task holds of gradients at most, in bytes: its sums and what it sends of them; then,
   * where it adds up a slice, what has come of it and still lacks its sibling, and what it sends.
   *
   * @param slices 0 where the driver adds up
   * @param together leaves that share a block at most
   */
  long taskBytes(int slices, int together) {
    long sent = sumBytes(together) + longestPayload(slices);
    return slices == 0 ? sent : Math.max(sent, (tasks / 2 + 2) * (held().bytes() / slices));
  }

  /**
   * What a task's sums take at most, in bytes: those of leaves that share a block, and of whole
   * subtrees before them. It keeps the memory for the next step.
   *
   * @param together leaves that share a block at most
   */
  long sumBytes(int together) {
    int most = 0;
    for (int task = 0; task < tasks; task++) {
      int from = plan.firstLeaf(task, tasks);
      int to = plan.firstLeaf(task + 1, tasks);
      for (int leaf = from; leaf < to; leaf++) {
        most = Math.max(most, subtrees(from, leaf) + Math.min(together, to - leaf));
      }
    }
    return most * held().bytes();
  }

  private long largestSums(SumFormat as) {
    long largest = 0;
    for (int task = 0; task < tasks; task++) {
      largest = Math.max(largest, SumPayload.bytes(sums(task), as));
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
