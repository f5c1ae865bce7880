package org.spindleml.train;

import java.util.concurrent.CancellationException;

/** How a run notices that it is to stop. */
final class Interruption {
  private Interruption() {}

  /**
   * Stops a run whose thread is interrupted; it stays so.
   *
   * @param when where the run is, for the message
   * @throws CancellationException if the calling thread is interrupted
   */
  static void check(String when) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("training was interrupted " + when);
    }
  }
}
