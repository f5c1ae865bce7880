package org.spindleml.spark;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * What a Spark application holds, after a collection of garbage.
 *
 * @param threads of this process that belong to Spindle
 * @param allThreads of this process
 * @param broadcasts blocks of broadcasts in this process
 * @param cached RDDs that are persisted
 * @param executorBytes storage that blocks take on all executors, this process among them
 * @param heapBytes of this process that are in use
 */
record Holdings(
    int threads, int allThreads, long broadcasts, int cached, long executorBytes, long heapBytes) {

  /** Spark drops what nobody refers to when garbage is collected: until nothing more goes. */
  static Holdings now(SparkContext spark) {
    Holdings last = afterCollection(spark);
    Holdings now = afterCollection(spark);
    while (last.exceeds(now)) {
      last = now;
      now = afterCollection(spark);
    }
    return now;
  }

  private static Holdings afterCollection(SparkContext spark) {
    System.gc();
    return new Holdings(
        (int)
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("spindle"))
                .count(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        SparkEnv.get().blockManager().getMatchingBlockIds(new IsBroadcast()).size(),
        spark.getPersistentRDDs().size(),
        CollectionConverters.asJava(spark.getExecutorMemoryStatus()).values().stream()
            .mapToLong(Holdings::used)
            .sum(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  private static long used(Tuple2<Object, Object> mostAndLeft) {
    return (Long) mostAndLeft._1() - (Long) mostAndLeft._2();
  }

  /** Now, or a little later: Spark takes away by messages, in its own time, what is given up. */
  static Holdings atMost(Holdings before, SparkContext spark) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    Holdings now = now(spark);
    while (now.exceeds(before) && System.nanoTime() < deadline) {
      now = now(spark);
    }
    return now;
  }

  /** Whether it is more, of anything that does not change by chance. */
  boolean exceeds(Holdings other) {
    return threads > other.threads
        || broadcasts > other.broadcasts
        || cached > other.cached
        || executorBytes > other.executorBytes;
  }

  private static final class IsBroadcast extends AbstractFunction1<BlockId, Object> {
    @Override
    public Object apply(BlockId block) {
      return block.isBroadcast();
    }
  }
}
