package org.spindleml.optim;

import org.spindleml.linalg.VectorMath;

/** How far {@link Lbfgs} goes along a direction, and what the cost has beside its smooth part. */
sealed interface LineSearch permits StrongWolfe, OrthantWise {
  /** Evaluations that one search may take. */
  int MOST_EVALUATIONS = 20;

  /**
   * c₁: a step must lower the cost by this share of what its first slope promises (Nocedal, Wright,
   * "Numerical optimization", 2006, section 3.1).
   */
  double SUFFICIENT_DECREASE = 1e-4;

  /** Of a cost: what float32 arithmetic leaves unsaid, 2⁻²³. */
  double ROUNDING = 0x1p-23;

  /** The part of the cost that has no slope everywhere. */
  double absolutes(float[] weights);

  /** The slopes of the whole cost, of which the steepest descent is the negative. */
  float[] slopes(float[] weights, float[] gradient);

  /** Takes out of a direction what must not be in it. */
  void restrict(double[] direction, float[] slopes);

  /**
   * Searches along a direction.
   *
   * @param objective the smooth part of the cost
   * @param state where from
   * @param direction where to, downhill
   * @param slopes of the whole cost where the search begins
   * @param firstStep the step length to try first
   * @return a point of lower cost, or null if none was found
   */
  Trial search(
      Objective objective, LbfgsState state, double[] direction, float[] slopes, double firstStep);

  /** Evaluates a point. What is not finite gets an infinite cost and no gradient. */
  default Trial evaluate(
      Objective objective, float[] weights, double stepLength, double[] direction) {
    if (VectorMath.allFinite(weights, 0, direction.length)) {
      Objective.Value value = objective.at(weights);
      if (value.isFinite()) {
        float[] gradient = value.gradient().clone();
        double cost = value.cost() + absolutes(weights);
        return new Trial(stepLength, weights, cost, gradient, VectorMath.dot(gradient, direction));
      }
    }
    return new Trial(stepLength, weights, Double.POSITIVE_INFINITY, null, Double.NaN);
  }
}
