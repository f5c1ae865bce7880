package org.spindleml.ml;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** Counts the jobs that Spark starts. */
final class CountedJobs extends SparkListener implements AutoCloseable {
  private final AtomicInteger jobs = new AtomicInteger();
  private final SparkContext spark;

  CountedJobs(SparkContext spark) {
    this.spark = spark;
    count();
    spark.addSparkListener(this);
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    jobs.incrementAndGet();
  }

  /** How many there were since this one listens. */
  int count() {
    try {
      spark.listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
    return jobs.get();
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
