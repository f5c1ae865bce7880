package org.spindleml.nn;

import org.spindleml.linalg.VectorMath;

/**
 * Logistic loss of two classes on one logit: loss = softplus(z) − y z for label y of 0 or 1; slope
 * = σ(z) − y (Bishop, "Pattern Recognition and Machine Learning", 2006, equations 4.90 and 4.91).
 */
public record LogisticLoss() implements Loss {
  @Override
  public double lossAndDelta(
      float[] logits, int outputs, Batch batch, int first, int end, float[] delta) {
    double lossSum = 0;
    for (int r = first; r < end; r++) {
      float weight = batch.weights[r];
      lossSum += (double) weight * loss(logits[r], batch.labels[r]);
      delta[r] = weight * slope(logits[r], batch.labels[r]);
    }
    return lossSum;
  }

  /** softplus(z) − y z without cancellation: softplus(−z) where y is 1. */
  static float loss(float z, float y) {
    return VectorMath.softplus(z * (1 - 2 * y));
  }

  /** σ(z) − y. */
  static float slope(float z, float y) {
    return VectorMath.sigmoid(z) - y;
  }

  @Override
  public void link(float[] logits, int outputs, int rows, float[] predictions) {
    for (int r = 0; r < rows; r++) {
      predictions[2 * r] = VectorMath.sigmoid(-logits[r]);
      predictions[2 * r + 1] = VectorMath.sigmoid(logits[r]);
    }
  }

  @Override
  public Target target() {
    return Target.CLASS;
  }

  @Override
  public int targets(int outputs) {
    return 1;
  }

  @Override
  public int predictions(int outputs) {
    return 2;
  }

  @Override
  public int outputs(int classes) {
    if (classes != 2) {
      throw new IllegalArgumentException(
          "loss logistic tells 2 classes apart, the labels have "
              + classes
              + "; use loss softmaxCrossEntropy");
    }
    return 1;
  }

  @Override
  public String metric() {
    return "accuracy";
  }

  @Override
  public String label() {
    return "logistic";
  }
}
