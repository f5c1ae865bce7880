package org.spindleml.ml;

import org.apache.spark.ml.linalg.Vectors;
import org.spindleml.model.TrainedNetwork;

/**
 * What a regression appends to a row, in the labels' own units: a number, or a vector where there
 * are several targets or quantiles, target by target.
 */
record ValueOutputs() implements RowOutputs {
  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void write(TrainedNetwork model, float[] logits, int rows, Object[][] into, int at) {
    int width = model.predictionWidth();
    float[] linked = new float[rows * width];
    model.loss().link(logits, model.network().outputs(), rows, linked);
    for (int r = 0; r < rows; r++) {
      double[] values = new double[width];
      for (int j = 0; j < width; j++) {
        values[j] = model.decode(j, linked[r * width + j]);
      }
      into[r][at] = width == 1 ? (Object) values[0] : Vectors.dense(values);
    }
  }
}
