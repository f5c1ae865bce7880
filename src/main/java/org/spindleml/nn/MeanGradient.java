package org.spindleml.nn;

import org.spindleml.linalg.VectorMath;

/**
 * The cost of some rows and its slope on every weight.
 *
 * @param gradient the weighted mean of the rows' gradients
 * @param loss the weighted mean of the rows' losses
 */
public record MeanGradient(float[] gradient, double loss) {
  /**
   * Whether this is something to go on with.
   *
   * @return false if a number is infinite or NaN
   */
  public boolean isFinite() {
    return Double.isFinite(loss) && VectorMath.allFinite(gradient, 0, gradient.length);
  }
}
