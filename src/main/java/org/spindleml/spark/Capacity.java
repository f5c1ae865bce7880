package org.spindleml.spark;

import org.apache.spark.SparkContext;

/**
 * The room that Spark gives a run.
 *
 * @param local whether tasks run in this process
 * @param slots tasks that can run at once
 * @param slotsPerExecutor how many of them share an executor's heap
 * @param resultBytes what the results of a job may take, {@code spark.driver.maxResultSize}; 0
 *     where there is no limit
 * @param gatherBytes gradients that the driver may take in a step beyond a single one
 * @param driverBytes the heap of this process
 * @param executorBytes the heap of an executor; this process's where tasks run in it
 */
record Capacity(
    boolean local,
    int slots,
    int slotsPerExecutor,
    long resultBytes,
    long gatherBytes,
    long driverBytes,
    long executorBytes) {
  /** The room of a context, as its configuration and its executors tell. */
  static Capacity of(SparkContext spark) {
    int slots = ClusterGradientSource.slots(spark);
    // The driver is one of those listed.
    int executors = Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
    long heap = Runtime.getRuntime().maxMemory();
    long resultBytes = spark.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    long gatherBytes = ApplicationSettings.of(spark.getConf()).gatherBytes();
    return new Capacity(
        spark.isLocal(),
        slots,
        (slots + executors - 1) / executors,
        resultBytes,
        resultBytes > 0 ? Math.min(gatherBytes, resultBytes / 2) : gatherBytes,
        heap,
        spark.isLocal() ? heap : (long) spark.executorMemory() << 20);
  }
}
