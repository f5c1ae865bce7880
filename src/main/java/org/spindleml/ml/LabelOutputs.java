package org.spindleml.ml;

import org.apache.spark.ml.linalg.Vectors;
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
  /** The probability above which a label is predicted, where no other is set. */
  private static final double USUAL_THRESHOLD = 0.5;

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
        into[r][column] = Vectors.dense(decide(ofRow, thresholds));
      }
    }
  }

  /**
   * The labels whose probability is above their threshold.
   *
   * @param probabilities one a label
   * @param thresholds one a label; null for 0.5 each
   * @return 1 for these, 0 for the others
   */
  static double[] decide(double[] probabilities, double[] thresholds) {
    double[] labels = new double[probabilities.length];
    for (int j = 0; j < labels.length; j++) {
      labels[j] = probabilities[j] > (thresholds == null ? USUAL_THRESHOLD : thresholds[j]) ? 1 : 0;
    }
    return labels;
  }
}
