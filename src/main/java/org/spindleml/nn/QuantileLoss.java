package org.spindleml.nn;

import java.util.Map;

/**
 * Quantile or pinball loss: with e = y − z, loss = τ e where the label is above the logit, else (τ
 * − 1) e; slope −τ or 1 − τ, 0 at the kink (Koenker, "Quantile Regression", 2005, section 1.3).
 * Predicts the value below which a share τ of the labels lies.
 *
 * @param probability τ, above 0 and below 1
 */
public record QuantileLoss(double probability) implements ValueLoss {
  /**
   * Checks τ.
   *
   * @param probability τ, above 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public QuantileLoss {
    if (!(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "a quantile's probability must be a number above 0 and below 1, found " + probability);
    }
  }

  @Override
  public double loss(double z, double y) {
    return Math.max(probability * (y - z), (probability - 1) * (y - z));
  }

  @Override
  public double slope(double z, double y) {
    if (z == y) {
      return 0;
    }
    return z > y ? 1 - probability : -probability;
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of("quantileProbability", probability);
  }

  @Override
  public String label() {
    return "quantile";
  }
}
