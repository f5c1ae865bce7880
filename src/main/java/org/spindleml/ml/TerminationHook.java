package org.spindleml.ml;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Ends a fit in good order where its process is told to end (SIGTERM, Ctrl-C): interrupts the
 * thread that trains and waits until it has saved the run. It comes before the hooks of Spark and
 * Hadoop, which stop the context and close file systems.
 */
final class TerminationHook implements AutoCloseable {
  /** Above Spark's own, of which the highest is 50. */
  private static final int PRIORITY = 100;

  private static final int PATIENCE_SECONDS = 15;

  private final Thread training;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Runnable hook = this::end;

  private TerminationHook(Thread training) {
    this.training = training;
  }

  /** A hook for what this thread does until it is closed. */
  static TerminationHook ofThisThread() {
    TerminationHook hook = new TerminationHook(Thread.currentThread());
    ShutdownHookManager manager = ShutdownHookManager.get();
    if (!manager.isShutdownInProgress()) {
      manager.addShutdownHook(hook.hook, PRIORITY, 2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return hook;
  }

  private void end() {
    try {
      training.interrupt();
      over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    ShutdownHookManager manager = ShutdownHookManager.get();
    if (!manager.isShutdownInProgress()) {
      manager.removeShutdownHook(hook);
    }
  }
}
