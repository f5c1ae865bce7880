package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** What Spark tells of jobs, tasks, blocks and executors, to look at and to wait for. */
final class SparkEvents extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final List<SparkListenerEvent> events = new ArrayList<>();

  SparkEvents(SparkContext spark) {
    this.spark = spark;
    spark.addSparkListener(this);
  }

  private synchronized void add(SparkListenerEvent event) {
    events.add(event);
    notifyAll();
  }

  /** The first event that is wanted, of those seen and of those to come. */
  synchronized <E> E await(Class<E> kind, Predicate<E> wanted) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    for (int seen = 0; ; seen++) {
      while (seen == events.size()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        assertTrue(left > 0, () -> "no " + kind.getSimpleName() + " came; there were " + events);
        try {
          wait(left);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      SparkListenerEvent event = events.get(seen);
      if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
        return kind.cast(event);
      }
    }
  }

  /** How many events of a kind there were. */
  <E> long count(Class<E> kind, Predicate<E> wanted) {
    return sum(kind, event -> wanted.test(event) ? 1 : 0);
  }

  /** A sum over all events of a kind that there were. */
  <E> long sum(Class<E> kind, ToLongFunction<E> amount) {
    try {
      spark.listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
    synchronized (this) {
      return events.stream().filter(kind::isInstance).map(kind::cast).mapToLong(amount).sum();
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart event) {
    add(event);
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    add(event);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    add(event);
  }

  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated event) {
    add(event);
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    add(event);
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    add(event);
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
