package org.spindleml.train;

/**
 * Follows a run; called on the thread that trains. A listener that several runs share at the same
 * time, as those of a CrossValidator with parallelism do, is called by all their threads at once
 * and is not told which run speaks: it must bear that.
 */
public interface TrainingListener {
  /** Follows nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Something a user should know once, for example how the work is laid out.
   *
   * @param line a line of text
   */
  default void note(String line) {}

  /**
   * A number became infinite or NaN: the run ends.
   *
   * @param line says where, what was before and what may help; by default a {@link #note}
   */
  default void diverged(String line) {
    note(line);
  }

  /**
   * A step is done.
   *
   * @param progress how far the run is
   */
  default void step(Progress progress) {}

  /**
   * An epoch is over, its validation rows, if there are any, have been judged; of full-batch
   * solvers an iteration.
   *
   * @param epoch the epoch, counted from 1
   * @param record how it went
   */
  default void epoch(int epoch, EpochRecord record) {}

  /**
   * Whether the run goes on; asked after every step.
   *
   * @return false to end it here, with the weights as they are or, where there are validation rows,
   *     as they have judged them best
   */
  default boolean goesOn() {
    return true;
  }

  /**
   * The run is over.
   *
   * @param result what came of it
   */
  default void finished(TrainingResult result) {}

  /**
   * This listener and another.
   *
   * @param other is called after this one
   * @return a listener that calls both
   */
  default TrainingListener and(TrainingListener other) {
    return new ListenerPair(this, other);
  }
}
