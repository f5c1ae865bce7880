package org.spindleml.ml;

import org.apache.spark.ml.linalg.Vectors;
import org.spindleml.metrics.Decisions;
import org.spindleml.model.TrainedNetwork;

/**
 * What a classifier appends to a row, in this order.
 *
 * @param raw whether the logits are wanted
 * @param probability whether the probabilities are wanted
 * @param prediction whether the class number is wanted
 * @param names what the classes are called, where the name is wanted; else null
 * @param thresholds one a class; null for the most probable class
 */
record ClassOutputs(
    boolean raw, boolean probability, boolean prediction, String[] names, double[] thresholds)
    implements RowOutputs {
  @Override
  public int columns() {
    return (raw ? 1 : 0) + (probability ? 1 : 0) + (prediction ? 1 : 0) + (names != null ? 1 : 0);
  }

  @Override
  public void write(TrainedNetwork model, float[] logits, int rows, Object[][] into, int at) {
    int outputs = model.network().outputs();
    int classes = model.predictionWidth();
    float[] probabilities = new float[rows * classes];
    model.loss().link(logits, outputs, rows, probabilities);
    for (int r = 0; r < rows; r++) {
      int column = at;
      if (raw) {
        into[r][column++] = Vectors.dense(raw(doubles(logits, r, outputs)));
      }
      double[] ofRow = doubles(probabilities, r, classes);
      if (probability) {
        into[r][column++] = Vectors.dense(ofRow);
      }
      int decided = Decisions.ofClass(ofRow, thresholds);
      if (prediction) {
        into[r][column++] = (double) decided;
      }
      if (names != null) {
        into[r][column] = names[decided];
      }
    }
  }

  /** Logits as Spark shows them, one a class: z alone, of two classes, becomes −z and z. */
  static double[] raw(double[] logits) {
    return logits.length == 1 ? new double[] {-logits[0], logits[0]} : logits;
  }

  /** A row of a block. */
  static double[] doubles(float[] block, int row, int width) {
    double[] ofRow = new double[width];
    for (int k = 0; k < width; k++) {
      ofRow[k] = block[row * width + k];
    }
    return ofRow;
  }
}
