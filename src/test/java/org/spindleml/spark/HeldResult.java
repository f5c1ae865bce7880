package org.spindleml.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * The result of a job that keeps the driver's only thread for results busy, so that other results
 * wait on their executors.
 */
final class HeldResult implements Serializable {
  private static final long serialVersionUID = 1L;
  private static CountDownLatch reading = new CountDownLatch(1);
  private static CountDownLatch released = new CountDownLatch(1);

  /** What the task of that job does. */
  private static final class Make implements Function<Integer, HeldResult> {
    private static final long serialVersionUID = 1L;

    @Override
    public HeldResult call(Integer ignored) {
      return new HeldResult();
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    reading.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the job; returns once the driver reads its result, which ends with {@link #release}. */
  static void hold(SparkContext spark) throws InterruptedException {
    reading = new CountDownLatch(1);
    released = new CountDownLatch(1);
    Thread job =
        new Thread(
            () ->
                JavaSparkContext.fromSparkContext(spark)
                    .parallelize(List.of(1), 1)
                    .map(new Make())
                    .collect());
    job.setDaemon(true);
    job.start();
    reading.await();
  }

  static void release() {
    released.countDown();
  }
}
