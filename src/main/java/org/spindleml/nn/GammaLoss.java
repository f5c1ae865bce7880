package org.spindleml.nn;

/**
 * Gamma loss of positive values whose deviation grows with their mean, with log link, μ = eᶻ: loss
 * = y / μ + z, which is the negative log-likelihood per unit of shape but for terms of the label
 * alone; slope 1 − y / μ (McCullagh and Nelder, "Generalized Linear Models", 2nd edition, 1989,
 * chapter 8, who prefer the reciprocal link).
 */
public record GammaLoss() implements ValueLoss {
  @Override
  public double loss(double z, double y) {
    return y * LogLink.exp(-z) + z;
  }

  @Override
  public double slope(double z, double y) {
    return 1 - y * LogLink.slope(-z);
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
    return label > 0 && label <= Float.MAX_VALUE;
  }

  @Override
  public String labelDomain() {
    return "finite numbers above 0";
  }

  @Override
  public String metric() {
    return "gammaDeviance";
  }

  @Override
  public String label() {
    return "gamma";
  }
}
