package org.spindleml.spark;

/**
 * Gives back what Spark holds. Spark asks itself by a message and waits for the answer, which a
 * thread that has been interrupted does not: what it was to give back would stay.
 */
final class EvenIfInterrupted {
  private EvenIfInterrupted() {}

  /** Releases something; the calling thread is interrupted afterwards if it was before. */
  static void release(Runnable release) {
    boolean interrupted = Thread.interrupted();
    try {
      release.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
