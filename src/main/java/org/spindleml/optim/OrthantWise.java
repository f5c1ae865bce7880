package org.spindleml.optim;

import java.util.Arrays;
import java.util.List;

/**
 * What makes L-BFGS minimise a cost with absolute values (OWL-QN: Andrew, Gao, "Scalable training
 * of L1-regularized log-linear models", 2007). Where weights keep their signs, absolute values are
 * smooth: each iteration stays within one orthant, and a weight that would leave it becomes exactly
 * 0.
 *
 * <p>Signs bind penalised weights only, where the paper penalises all. A weight without penalty
 * moves as in plain L-BFGS.
 *
 * @param strength what the absolute value of a weight costs, more than 0
 * @param penalised which weights it counts
 */
record OrthantWise(double strength, List<Span> penalised) implements LineSearch {
  /** β: how much of a step remains that went too far. */
  private static final double SHORTENING = 0.5;

  @Override
  public double absolutes(float[] weights) {
    double sum = 0;
    for (Span span : penalised) {
      for (int i = span.from(); i < span.to(); i++) {
        sum += Math.abs(weights[i]);
      }
    }
    return strength * sum;
  }

  /**
   * The pseudo-gradient (equation 4): of the slopes to both sides of 0 the one that leads down, 0
   * if none does.
   */
  @Override
  public float[] slopes(float[] weights, float[] gradient) {
    float[] slopes = gradient.clone();
    for (Span span : penalised) {
      for (int i = span.from(); i < span.to(); i++) {
        slopes[i] = (float) pseudoSlope(weights[i], gradient[i]);
      }
    }
    return slopes;
  }

  private double pseudoSlope(float weight, double slope) {
    if (weight != 0) {
      return slope + strength * Math.signum(weight);
    }
    double left = slope - strength;
    double right = slope + strength;
    return left > 0 ? left : right < 0 ? right : 0;
  }

  /** Takes out what does not lead down weight by weight (page 36, projection of the direction). */
  @Override
  public void restrict(double[] direction, float[] slopes) {
    for (Span span : penalised) {
      for (int i = span.from(); i < span.to(); i++) {
        if (direction[i] * slopes[i] >= 0) {
          direction[i] = 0;
        }
      }
    }
  }

  /** Shortens the step until the cost falls enough for how far the projected point has moved. */
  @Override
  public Trial search(
      Objective objective, LbfgsState state, double[] direction, float[] slopes, double firstStep) {
    double step = firstStep;
    for (int i = 0; i < MOST_EVALUATIONS; i++) {
      float[] weights = project(state.weights(), direction, slopes, step);
      if (Arrays.equals(weights, state.weights())) {
        return null; // float32 weights cannot tell so short a step
      }
      Trial trial = evaluate(objective, weights, step, direction);
      if (trial.isFinite()
          && trial.cost()
              <= state.cost() + SUFFICIENT_DECREASE * promise(state.weights(), weights, slopes)) {
        return trial;
      }
      step *= SHORTENING;
    }
    return null;
  }

  /** A step, whose weights that change their sign become 0. */
  private float[] project(float[] from, double[] direction, float[] slopes, double step) {
    float[] to = from.clone();
    for (int i = 0; i < direction.length; i++) {
      to[i] = (float) (from[i] + step * direction[i]);
    }
    for (Span span : penalised) {
      for (int i = span.from(); i < span.to(); i++) {
        float orthant = from[i] != 0 ? from[i] : -slopes[i];
        if (to[i] * orthant <= 0) {
          to[i] = 0;
        }
      }
    }
    return to;
  }

  /** What the slopes say of the change of cost between two points. */
  private static double promise(float[] from, float[] to, float[] slopes) {
    double sum = 0;
    for (int i = 0; i < slopes.length; i++) {
      sum += slopes[i] * ((double) to[i] - from[i]);
    }
    return sum;
  }

  @Override
  public String toString() {
    return "orthant-wise line search, absolute values " + strength;
  }
}
