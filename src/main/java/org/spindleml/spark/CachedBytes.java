package org.spindleml.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.StorageStatus;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What the block managers hold of the RDDs that are persisted. The driver knows of a block before
 * the task that has stored it ends; Spark's storage page hears of it later.
 *
 * @param memory bytes in memory
 * @param disk bytes on disks
 */
public record CachedBytes(long memory, long disk) {
  /**
   * Asks the driver of an application, in its own process.
   *
   * @param spark the application
   * @return the bytes of all executors
   */
  public static CachedBytes of(SparkContext spark) {
    var persisted = JavaSparkContext.fromSparkContext(spark).getPersistentRDDs().keySet();
    long memory = 0;
    long disk = 0;
    for (StorageStatus executor : spark.env().blockManager().master().getStorageStatus()) {
      for (var block : CollectionConverters.asJava(executor.rddBlocks()).entrySet()) {
        if (persisted.contains(block.getKey().asRDDId().get().rddId())) {
          BlockStatus status = block.getValue();
          memory += status.memSize();
          disk += status.diskSize();
        }
      }
    }
    return new CachedBytes(memory, disk);
  }

  /**
   * All bytes, wherever they are.
   *
   * @return the sum
   */
  public long all() {
    return memory + disk;
  }
}
