package org.spindleml.nn;

/**
 * Half the squared error: loss = Σⱼ (zⱼ − yⱼ)² / 2, slope zⱼ − yⱼ, over the targets j of a row
 * (Bishop, "Pattern Recognition and Machine Learning", 2006, equation 5.14).
 */
public record SquaredLoss() implements Loss {
  @Override
  public double lossAndDelta(float[] logits, int outputs, Batch batch, float[] delta) {
    double lossSum = 0;
    for (int r = 0; r < batch.rows(); r++) {
      float weight = batch.weights[r];
      double squares = 0;
      for (int j = r * outputs; j < (r + 1) * outputs; j++) {
        double error = (double) logits[j] - batch.labels[j];
        squares += error * error;
        delta[j] = (float) (weight * error);
      }
      lossSum += weight * squares / 2;
    }
    return lossSum;
  }

  @Override
  public void link(float[] logits, int outputs, int rows, float[] predictions) {
    System.arraycopy(logits, 0, predictions, 0, rows * outputs);
  }

  @Override
  public boolean isClassification() {
    return false;
  }

  @Override
  public int predictions(int outputs) {
    return outputs;
  }

  @Override
  public int outputs(int classes) {
    throw new IllegalArgumentException("loss squared is for values, not classes");
  }

  @Override
  public String label() {
    return "squared";
  }
}
