package org.spindleml.nn;

/**
 * The absolute error: loss = |z − y|, slope sign(z − y), 0 at the kink (Bishop, "Pattern
 * Recognition and Machine Learning", 2006, equation 1.91 with q = 1). Predicts the median.
 */
public record AbsoluteLoss() implements ValueLoss {
  @Override
  public double loss(double z, double y) {
    return Math.abs(z - y);
  }

  @Override
  public double slope(double z, double y) {
    return Math.signum(z - y);
  }

  @Override
  public String metric() {
    return "mae";
  }

  @Override
  public String label() {
    return "absolute";
  }
}
