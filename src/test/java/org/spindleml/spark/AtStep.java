package org.spindleml.spark;

import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/** Does something once, on the thread that trains, when so many steps are done. */
record AtStep(long step, Action action) implements TrainingListener {
  /** What is done. */
  @FunctionalInterface
  interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  @Override
  public void step(Progress progress) {
    if (progress.step() == step) {
      try {
        action.run();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
