package org.spindleml.train;

import java.io.IOException;
import java.util.Optional;
import org.spindleml.table.InputException;

/** Where a run's checkpoints are. */
public interface CheckpointStore {
  /**
   * Begins a run: finds where an earlier one has stopped.
   *
   * @param run what this run is
   * @param listener is told of checkpoints that are damaged
   * @return the newest state that is whole, or empty to begin with the first step
   * @throws InputException if the checkpoints are of another run, or none is whole
   * @throws IOException if the place cannot be read
   */
  Optional<Snapshot> begin(RunHeader run, TrainingListener listener) throws IOException;

  /**
   * Keeps a state of the run that has begun; called by one thread at a time.
   *
   * @param snapshot the state
   * @throws IOException if it cannot be written; earlier ones are as they were
   */
  void save(Snapshot snapshot) throws IOException;
}
