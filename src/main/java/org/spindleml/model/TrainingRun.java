package org.spindleml.model;

import java.util.List;
import org.spindleml.train.TrainingResult;

/**
 * What a fit was: the network it gave and how it came to be.
 *
 * @param model the network, ready to predict
 * @param result history and why the run ended
 * @param rows how many rows were trained on; rows that were left out or weigh 0 do not count
 * @param notes what the run said of itself and its data, as its listener was told
 */
public record TrainingRun(
    TrainedNetwork model, TrainingResult result, long rows, List<String> notes) {
  /**
   * Keeps a copy of the notes.
   *
   * @param model the network
   * @param result history and why the run ended
   * @param rows how many rows were trained on
   * @param notes what the run said
   */
  public TrainingRun {
    notes = List.copyOf(notes);
  }

  /**
   * The same run with other notes.
   *
   * @param others its notes
   * @return the run
   */
  public TrainingRun withNotes(List<String> others) {
    return new TrainingRun(model, result, rows, others);
  }
}
