package org.spindleml.optim;

import org.spindleml.linalg.VectorMath;

/** A cost to make small: its value and its slopes at any weights. */
@FunctionalInterface
public interface Objective {
  /**
   * Evaluates the cost.
   *
   * @param weights where; not changed, not kept
   * @return cost and slopes there; the same weights give the same bits
   */
  Value at(float[] weights);

  /**
   * A cost and its slopes.
   *
   * @param cost the cost; infinite or NaN where it has none
   * @param gradient the slope on each trained weight, which are the first of the weights; the
   *     objective's own array, good until its next evaluation
   */
  record Value(double cost, float[] gradient) {
    /**
     * Whether this is something to go on with.
     *
     * @return false if a number is infinite or NaN
     */
    public boolean isFinite() {
      return Double.isFinite(cost) && VectorMath.allFinite(gradient, 0, gradient.length);
    }
  }
}
