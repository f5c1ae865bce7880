package org.spindleml.nn;

/**
 * Poisson loss of counts and rates, with log link, μ = eᶻ: loss = μ − y z, which is the negative
 * log-likelihood but for terms of the label alone; slope μ − y (McCullagh and Nelder, "Generalized
 * Linear Models", 2nd edition, 1989, chapter 6).
 */
public record PoissonLoss() implements ValueLoss {
  @Override
  public double loss(double z, double y) {
    return LogLink.exp(z) - y * z;
  }

  @Override
  public double slope(double z, double y) {
    return LogLink.slope(z) - y;
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
  public String metric() {
    return "poissonDeviance";
  }

  @Override
  public String label() {
    return "poisson";
  }
}
