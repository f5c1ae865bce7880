package org.spindleml.nn;

import org.spindleml.linalg.VectorMath;

/**
 * Logistic loss of several yes-or-no answers at once, each on a logit of its own: loss = Σⱼ
 * softplus(zⱼ) − yⱼ zⱼ for labels yⱼ of 0 or 1; slope on zⱼ = σ(zⱼ) − yⱼ (Bishop, "Pattern
 * Recognition and Machine Learning", 2006, equation 4.90 for each label; as one network, Nam, Kim,
 * Loza Mencía, Gurevych, Fürnkranz, "Large-scale Multi-label Text Classification — Revisiting
 * Neural Networks", 2014).
 */
public record MultiLabelLogistic() implements Loss {
  @Override
  public double lossAndDelta(
      float[] logits, int outputs, Batch batch, int first, int end, float[] delta) {
    double lossSum = 0;
    for (int r = first; r < end; r++) {
      float weight = batch.weights[r];
      int from = r * outputs;
      int to = from + outputs;
      // Loops of one index for all arrays, which vectorise; between them the sum, which does not.
      for (int j = from; j < to; j++) {
        delta[j] = LogisticLoss.loss(logits[j], batch.labels[j]);
      }
      double rowLoss = 0;
      for (int j = from; j < to; j++) {
        rowLoss += delta[j];
      }
      lossSum += weight * rowLoss;
      for (int j = from; j < to; j++) {
        delta[j] = weight * LogisticLoss.slope(logits[j], batch.labels[j]);
      }
    }
    return lossSum;
  }

  @Override
  public void link(float[] logits, int outputs, int rows, float[] predictions) {
    for (int j = 0; j < rows * outputs; j++) {
      predictions[j] = VectorMath.sigmoid(logits[j]);
    }
  }

  @Override
  public Target target() {
    return Target.LABELS;
  }

  @Override
  public int outputs(int labels) {
    return labels;
  }

  @Override
  public int targets(int outputs) {
    return outputs;
  }

  @Override
  public int predictions(int outputs) {
    return outputs;
  }

  @Override
  public boolean accepts(double label) {
    return label == 0 || label == 1;
  }

  @Override
  public String labelDomain() {
    return "0 or 1";
  }

  @Override
  public String metric() {
    return "hammingLoss";
  }

  @Override
  public String label() {
    return "multiLabelLogistic";
  }
}
