package org.spindleml.ml;

import org.apache.spark.ml.linalg.Vectors;
import org.spindleml.metrics.Decisions;
import org.spindleml.model.TrainedNetwork;

/**
 * What a classifier of several yes-or-no labels appends to a row, in this order: three vectors with
 * one number a label.
 *
 * @param raw whether the logits are wanted
 * @param probability whether the probabilities are wanted
 * @param prediction whether the labels themselves are wanted, 0 or 1 each
 * @param thresholds one a label; null for 0.5 each
 */
record LabelOutputs(boolean raw, boolean probability, boolean prediction, double[] thresholds)
    implements RowOutputs {
  @Override
  public int columns() {
    return (raw ? 1 : 0) + (probability ? 1 : 0) + (prediction ? 1 : 0);
  }

  @Override
  public void write(TrainedNetwork model, float[] logits, int rows, Object[][] into, int at) {
    int labels = model.predictionWidth();
    float[] probabilities = new float[rows * labels];
    model.loss().link(logits, labels, rows, probabilities);
    for (int r = 0; r < rows; r++) {
      int column = at;
      if (raw) {
        into[r][column++] = Vectors.dense(ClassOutputs.doubles(logits, r, labels));
      }
      double[] ofRow = ClassOutputs.doubles(probabilities, r, labels);
      if (probability) {
        into[r][column++] = Vectors.dense(ofRow);
      }
      if (prediction) {
        into[r][column] = Vectors.dense(Decisions.ofLabels(ofRow, thresholds));
      }
    }
  }
}
