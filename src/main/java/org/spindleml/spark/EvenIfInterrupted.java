package org.spindleml.spark;

import java.util.function.Supplier;

/**
 * Gives back what Spark holds. Spark asks itself by a message and waits for the answer, which a
 * thread that has been interrupted does not: what it was to give back would stay.
 */
final class EvenIfInterrupted {
  private EvenIfInterrupted() {}

  /**
   * Works with something and releases it then. An error of the work is the one that is thrown, with
   * any trouble that its release meets in turn as suppressed.
   */
  static <T> T using(Runnable release, Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (Throwable e) {
      try {
        release(release);
      } catch (RuntimeException trouble) {
        e.addSuppressed(trouble);
      }
      throw e;
    }
    release(release);
    return result;
  }

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
