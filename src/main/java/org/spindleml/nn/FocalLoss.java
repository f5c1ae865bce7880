package org.spindleml.nn;

import java.util.List;
import java.util.Map;
import org.spindleml.linalg.RowMath;
import org.spindleml.linalg.VectorMath;

/**
 * Focal loss, a cross-entropy that counts rows the less the better they are told: with p =
 * softmax(z) and p_t that of the row's class, loss = −(1 − p_t)ᵞ log p_t; slope on zₖ = g ([k is
 * the class] − pₖ) with g = γ p_t (1 − p_t)ᵞ⁻¹ log p_t − (1 − p_t)ᵞ (Lin, Goyal, Girshick, He,
 * Dollár, "Focal Loss for Dense Object Detection", 2017, equation 4, there of two classes on one
 * logit). γ = 0 is softmax cross-entropy. Its probabilities are less sure than the rows' shares.
 *
 * @param gamma γ, at least 0
 */
public record FocalLoss(double gamma) implements Loss {
  /**
   * Checks γ.
   *
   * @param gamma γ, at least 0
   * @throws IllegalArgumentException if it is not a finite number of at least 0
   */
  public FocalLoss {
    if (!(gamma >= 0 && gamma <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "focalGamma must be a number of at least 0, found " + gamma);
    }
  }

  @Override
  public double lossAndDelta(
      float[] logits, int outputs, Batch batch, int first, int end, float[] delta) {
    RowMath.softmaxRows(logits, first * outputs, delta, first * outputs, end - first, outputs);
    double lossSum = 0;
    for (int r = first; r < end; r++) {
      int from = r * outputs;
      int label = (int) batch.labels[r];
      double others = 0;
      for (int k = 0; k < outputs; k++) {
        others += k == label ? 0 : delta[from + k];
      }
      // The logarithm of 1 − others is exact where others is small, that of the logits elsewhere.
      double logP =
          others < 0.5 ? StrictMath.log1p(-others) : -crossEntropy(logits, from, outputs, label);
      double focus = StrictMath.pow(others, gamma);
      lossSum -= batch.weights[r] * focus * logP;
      // log p / (1 − p) → −1 as p → 1: finite for γ < 1 too.
      double ratio = others == 0 ? -1 : logP / others;
      double g = focus * (gamma * delta[from + label] * ratio - 1);
      for (int k = 0; k < outputs; k++) {
        double error = k == label ? others : -delta[from + k];
        delta[from + k] = (float) (batch.weights[r] * g * error);
      }
    }
    return lossSum;
  }

  /**
   * log Σₖ eᶻᵏ − z of the class, relative to the largest logit so that no exponential overflows; in
   * double, where the difference of two finite logits is finite.
   */
  private static double crossEntropy(float[] logits, int from, int outputs, int label) {
    float max = RowMath.max(logits, from, outputs);
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
  public Target target() {
    return Target.CLASS;
  }

  @Override
  public int targets(int outputs) {
    return 1;
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
  public Map<String, List<Double>> settings() {
    return Map.of("focalGamma", List.of(gamma));
  }

  @Override
  public String metric() {
    return "accuracy";
  }

  @Override
  public String label() {
    return "focal";
  }
}
