package org.spindleml.nn;

import java.util.List;
import java.util.Map;

/**
 * Tweedie loss of sums of gamma values in Poisson numbers, as insurance claims are, many of them 0;
 * with log link, μ = eᶻ, and variance proportional to μᵖ: loss = y μ¹⁻ᵖ / (p − 1) + μ²⁻ᵖ / (2 − p),
 * the negative log-likelihood but for terms of the label alone; slope μ²⁻ᵖ − y μ¹⁻ᵖ (Jørgensen,
 * "Exponential Dispersion Models", 1987).
 *
 * @param power p, above 1 (Poisson) and below 2 (gamma)
 */
public record TweedieLoss(double power) implements ValueLoss {
  /**
   * Checks p.
   *
   * @param power p, above 1 and below 2
   * @throws IllegalArgumentException if it is not
   */
  public TweedieLoss {
    if (!(power > 1 && power < 2)) {
      throw new IllegalArgumentException(
          "tweediePower must be a number above 1 and below 2, found " + power);
    }
  }

  @Override
  public double loss(double z, double y) {
    return y * LogLink.exp((1 - power) * z) / (power - 1)
        + LogLink.exp((2 - power) * z) / (2 - power);
  }

  @Override
  public double slope(double z, double y) {
    return LogLink.slope((2 - power) * z) - y * LogLink.slope((1 - power) * z);
  }

  @Override
  public float value(float z) {
    return LogLink.mean(z);
  }

  @Override
  public LabelScaling labelScaling() {
    return LabelScaling.MEAN;
  }

  @Override
  public boolean accepts(double label) {
    return label >= 0 && label <= Float.MAX_VALUE;
  }

  @Override
  public String labelDomain() {
    return "finite numbers of at least 0";
  }

  @Override
  public Map<String, List<Double>> settings() {
    return Map.of("tweediePower", List.of(power));
  }

  @Override
  public String metric() {
    return "tweedieDeviance";
  }

  @Override
  public String label() {
    return "tweedie";
  }
}
