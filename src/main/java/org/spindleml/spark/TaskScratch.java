package org.spindleml.spark;

import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.spindleml.train.LeafGradients;
import org.spindleml.train.SumTree;

/**
 * The memory in which a task of a step computes. It waits on its executor for a task of the run's
 * next step, which else would clear and touch as many megabytes anew; softly, so that whatever
 * needs the heap more may have it. Its part outside of the heap goes with it: JavaCPP gives back
 * what pointers no longer reachable have pointed to.
 *
 * @param leaves computes leaves
 * @param tree adds them up
 */
record TaskScratch(LeafGradients leaves, SumTree tree) {
  /**
   * What waits on this executor, by the broadcast value of its run. An executor holds that as one
   * array for all tasks until the run destroys the broadcast; then what waits goes too.
   */
  private static final Map<byte[], Deque<SoftReference<TaskScratch>>> WAITING =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Memory for the calling task alone. It is kept for another one when the task has ended, all that
   * it sends or writes included, unless the task has failed.
   *
   * @param run the run's own broadcast; what it holds does not matter
   * @param maker makes such memory where none waits
   */
  static TaskScratch take(Broadcast<byte[]> run, Supplier<TaskScratch> maker) {
    Deque<SoftReference<TaskScratch>> waiting =
        WAITING.computeIfAbsent(run.value(), value -> new ConcurrentLinkedDeque<>());
    TaskScratch found = poll(waiting);
    TaskScratch scratch = found == null ? maker.get() : found;
    TaskCompletionListener end = task -> scratch.end(task, waiting);
    TaskContext.get().addTaskCompletionListener(end);
    return scratch;
  }

  /** The memory that was used last and is still there, or null. */
  private static TaskScratch poll(Deque<SoftReference<TaskScratch>> waiting) {
    for (var last = waiting.pollLast(); last != null; last = waiting.pollLast()) {
      TaskScratch scratch = last.get();
      if (scratch != null) {
        return scratch;
      }
    }
    return null;
  }

  private void end(TaskContext task, Deque<SoftReference<TaskScratch>> waiting) {
    if (task.isFailed() || task.isInterrupted()) {
      leaves.close();
    } else {
      tree.clear();
      waiting.addLast(new SoftReference<>(this));
    }
  }
}
