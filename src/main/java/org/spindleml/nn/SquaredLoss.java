package org.spindleml.nn;

/**
 * Half the squared error: loss = Σⱼ (zⱼ − yⱼ)² / 2, slope zⱼ − yⱼ, over the targets j of a row
 * (Bishop, "Pattern Recognition and Machine Learning", 2006, equation 5.14). Predicts the mean.
 */
public record SquaredLoss() implements ValueLoss {
  @Override
  public double loss(double z, double y) {
    return (z - y) * (z - y) / 2;
  }

  @Override
  public double slope(double z, double y) {
    return z - y;
  }

  @Override
  public String metric() {
    return "rmse";
  }

  @Override
  public String label() {
    return "squared";
  }
}
