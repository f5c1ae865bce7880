package org.spindleml.nn;

import java.util.List;
import java.util.Map;
import org.spindleml.linalg.RowMath;

/**
 * Softmax cross-entropy: loss = log Σₖ eᶻᵏ − Σₖ qₖ zₖ; slope on zₖ = pₖ − qₖ, with p = softmax(z)
 * (Bishop, "Pattern Recognition and Machine Learning", 2006, equations 4.108 and 4.109). q is 1 for
 * the row's class and 0 for the others; with label smoothing ε each of the K classes gets ε / K and
 * the row's class 1 − ε more (Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, "Rethinking the Inception
 * Architecture for Computer Vision", 2016, section 7).
 *
 * @param labelSmoothing ε, at least 0 and below 1
 */
public record SoftmaxCrossEntropy(double labelSmoothing) implements Loss {
  /**
   * Checks ε.
   *
   * @param labelSmoothing ε, at least 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public SoftmaxCrossEntropy {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be a number of at least 0 and below 1, found " + labelSmoothing);
    }
  }

  /** Without label smoothing. */
  public SoftmaxCrossEntropy() {
    this(0);
  }

  @Override
  public double lossAndDelta(
      float[] logits, int outputs, Batch batch, int first, int end, float[] delta) {
    RowMath.expRows(logits, first * outputs, delta, first * outputs, end - first, outputs);
    float share = (float) (labelSmoothing / outputs);
    float rest = (float) (1 - labelSmoothing);
    double lossSum = 0;
    for (int r = first; r < end; r++) {
      int from = r * outputs;
      int label = (int) batch.labels[r];
      float weight = batch.weights[r];
      // In double, where the difference of two finite logits is finite.
      double toMax = (double) RowMath.max(logits, from, outputs) - logits[from + label];
      double loss = StrictMath.log(RowMath.divideBySum(delta, from, outputs)) + toMax;
      if (labelSmoothing > 0) {
        loss += labelSmoothing * (logits[from + label] - mean(logits, from, outputs));
      }
      lossSum += weight * loss;
      delta[from + label] -= rest;
      for (int k = from; k < from + outputs; k++) {
        delta[k] = (delta[k] - share) * weight;
      }
    }
    return lossSum;
  }

  private static double mean(float[] logits, int from, int outputs) {
    double sum = 0;
    for (int k = from; k < from + outputs; k++) {
      sum += logits[k];
    }
    return sum / outputs;
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

  /** None without smoothing: so it is written as before there was any. */
  @Override
  public Map<String, List<Double>> settings() {
    return labelSmoothing == 0 ? Map.of() : Map.of("labelSmoothing", List.of(labelSmoothing));
  }

  @Override
  public String metric() {
    return "accuracy";
  }

  @Override
  public String label() {
    return "softmaxCrossEntropy";
  }
}
