package org.spindleml.nn;

import org.spindleml.linalg.RowMath;
import org.spindleml.linalg.VectorMath;

/**
 * Softmax cross-entropy: loss = log Σₖ eᶻᵏ − z of the row's class; slope on zₖ = pₖ − [k is the
 * class], with p = softmax(z) (Bishop, "Pattern Recognition and Machine Learning", 2006, equations
 * 4.108 and 4.109).
 */
public record SoftmaxCrossEntropy() implements Loss {
  @Override
  public double lossAndDelta(float[] logits, int outputs, Batch batch, float[] delta) {
    int rows = batch.rows();
    RowMath.softmaxRows(logits, 0, delta, 0, rows, outputs);
    double lossSum = 0;
    for (int r = 0; r < rows; r++) {
      int from = r * outputs;
      int label = (int) batch.labels[r];
      float weight = batch.weights[r];
      lossSum += weight * crossEntropy(logits, from, outputs, label);
      delta[from + label] -= 1;
      for (int k = from; k < from + outputs; k++) {
        delta[k] *= weight;
      }
    }
    return lossSum;
  }

  /**
   * log Σₖ eᶻᵏ − z of the class, relative to the largest logit so that no exponential overflows; in
   * double, where the difference of two finite logits is finite.
   */
  private static double crossEntropy(float[] logits, int from, int outputs, int label) {
    float max = logits[from];
    for (int k = from + 1; k < from + outputs; k++) {
      max = Math.max(max, logits[k]);
    }
    double sum = 0;
    for (int k = from; k < from + outputs; k++) {
      sum += VectorMath.exp(logits[k] - max);
    }
    return StrictMath.log(sum) + ((double) max - logits[from + label]);
  }

  @Override
  public void link(float[] logits, int outputs, int rows, float[] predictions) {
    RowMath.softmaxRows(logits, 0, predictions, 0, rows, outputs);
  }

  @Override
  public boolean isClassification() {
    return true;
  }

  @Override
  public int predictions(int outputs) {
    return outputs;
  }

  @Override
  public int outputs(int classes) {
    return classes;
  }

  @Override
  public String label() {
    return "softmaxCrossEntropy";
  }
}
