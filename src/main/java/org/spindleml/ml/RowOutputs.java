package org.spindleml.ml;

import java.io.Serializable;
import org.spindleml.model.TrainedNetwork;

/** What a model appends to a row, computed from the logits of a block. */
interface RowOutputs extends Serializable {
  /** How many values are appended to a row. */
  int columns();

  /**
   * Appends the values of a block.
   *
   * @param model what computed the logits
   * @param logits rows × outputs
   * @param rows rows of the block
   * @param into out: the values of each row
   * @param at where to write in a row
   */
  void write(TrainedNetwork model, float[] logits, int rows, Object[][] into, int at);
}
