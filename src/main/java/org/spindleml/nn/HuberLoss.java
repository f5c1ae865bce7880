package org.spindleml.nn;

import java.util.List;
import java.util.Map;

/**
 * Huber's loss, squared near the label and absolute far from it: with e = z − y, loss = e² / 2
 * where |e| ≤ δ, else δ (|e| − δ / 2); slope e cut off at ±δ (Huber, "Robust Estimation of a
 * Location Parameter", 1964, the function ρ).
 *
 * @param delta δ, above 0; in units of the scaled label
 */
public record HuberLoss(double delta) implements ValueLoss {
  /**
   * Checks δ.
   *
   * @param delta δ, above 0
   * @throws IllegalArgumentException if it is not a finite number above 0
   */
  public HuberLoss {
    if (!(delta > 0 && delta <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("huberDelta must be a number above 0, found " + delta);
    }
  }

  @Override
  public double loss(double z, double y) {
    double error = Math.abs(z - y);
    return error > delta ? delta * (error - delta / 2) : error * error / 2;
  }

  @Override
  public double slope(double z, double y) {
    return Math.max(-delta, Math.min(z - y, delta));
  }

  @Override
  public Map<String, List<Double>> settings() {
    return Map.of("huberDelta", List.of(delta));
  }

  @Override
  public String metric() {
    return "mae";
  }

  @Override
  public String label() {
    return "huber";
  }
}
