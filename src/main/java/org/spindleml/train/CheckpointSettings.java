package org.spindleml.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.spindleml.table.InputException;

/**
 * What a user chooses about checkpoints.
 *
 * @param store where they go; null for nowhere
 * @param interval iterations (as {@code maxIter} counts them) from one to the next; 0 or less for
 *     any number
 * @param seconds from one to the next; 0 for any number
 * @param mustWrite whether a checkpoint that cannot be written ends the run; else it is told
 * @param params the Params that a run must not change while it rests, as text by name
 */
public record CheckpointSettings(
    CheckpointStore store,
    int interval,
    double seconds,
    boolean mustWrite,
    Map<String, String> params) {
  /** No checkpoints. */
  public static final CheckpointSettings NONE = new CheckpointSettings(null, 0, 0, false, Map.of());

  /**
   * Whether there are none.
   *
   * @return true for {@link #NONE}
   */
  public boolean isNone() {
    return store == null;
  }

  /**
   * Begins a run.
   *
   * @param run what it is
   * @param listener is told where it goes on, and of trouble with writing
   * @return its checkpoints
   * @throws InputException if those that are there are of another run, or none is whole
   */
  public Checkpoints begin(RunHeader run, TrainingListener listener) {
    try {
      Snapshot resumed = store.begin(run, listener).orElse(null);
      if (resumed != null) {
        listener.note("goes on from the checkpoint of " + resumed + ", in " + store);
      }
      return new Checkpoints(store, interval, seconds, mustWrite, resumed, listener);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + store, e);
    }
  }
}
