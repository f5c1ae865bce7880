package org.spindleml.ml;

import org.spindleml.model.TrainedNetwork;

/** What a regression appends to a row: the prediction in the label's own units. */
record ValueOutputs() implements RowOutputs {
  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void write(TrainedNetwork model, float[] logits, int rows, Object[][] into, int at) {
    int outputs = model.network().outputs();
    float[] values = new float[rows * outputs];
    model.loss().link(logits, outputs, rows, values);
    for (int r = 0; r < rows; r++) {
      into[r][at] = model.decode(0, values[r * outputs]);
    }
  }
}
