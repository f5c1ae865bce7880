package org.spindleml.optim;

import java.util.Arrays;
import org.spindleml.linalg.VectorMath;

/**
 * A line search for the strong Wolfe conditions (Nocedal, Wright, "Numerical optimization", 2006,
 * algorithms 3.5 and 3.6):
 *
 * <pre>
 * φ(α) ≤ φ(0) + c₁ α φ'(0)     the cost falls enough
 * |φ'(α)| ≤ c₂ |φ'(0)|         and the slope along the direction has flattened
 * </pre>
 *
 * <p>Close to the bottom the cost changes by less than its own rounding, while slopes still tell
 * where the bottom is. There, as in W. W. Hager and H. Zhang, "A new conjugate gradient method with
 * guaranteed descent and an efficient line search", 2005, section 4, the second condition stands in
 * for the first: for a parabola it implies it.
 *
 * <p>A point whose cost or slopes are not finite counts as too far. If no point meets both
 * conditions within the evaluations allowed, the lowest one that meets the first will do.
 */
final class StrongWolfe implements LineSearch {
  /** c₂ for quasi-Newton directions, of the same book. */
  static final double FLATTENING = 0.9;

  /**
   * Where the promised fall is at most this many roundings of the cost, slopes decide: a step that
   * only just flattens the slope of a parabola lowers it by 5 % of the promise.
   */
  private static final double ROUNDINGS_TO_SEE = 100;

  /** A trial keeps this share of the bracket away from its ends. */
  private static final double MARGIN = 0.1;

  /** The least and the most that a step grows by while it goes down. */
  private static final double LEAST_GROWTH = 2;

  private static final double MOST_GROWTH = 10;

  @Override
  public double absolutes(float[] weights) {
    return 0;
  }

  @Override
  public float[] slopes(float[] weights, float[] gradient) {
    return gradient;
  }

  @Override
  public void restrict(double[] direction, float[] slopes) {}

  @Override
  public Trial search(
      Objective objective, LbfgsState state, double[] direction, float[] slopes, double firstStep) {
    return new Search(objective, state, direction).run(firstStep);
  }

  /** One search. */
  private final class Search {
    private final Objective objective;
    private final double[] direction;
    private final Trial start;
    private int evaluations;

    Search(Objective objective, LbfgsState state, double[] direction) {
      this.objective = objective;
      this.direction = direction;
      double slope = VectorMath.dot(state.gradient(), direction);
      start = new Trial(0, state.weights(), state.cost(), state.gradient(), slope);
    }

    /** Algorithm 3.5: lengthens the step until an acceptable one must lie between two. */
    Trial run(double firstStep) {
      Trial previous = start;
      double step = firstStep;
      while (evaluations < MOST_EVALUATIONS) {
        Trial trial = at(step);
        if (isTooHigh(trial, previous)) {
          return zoom(previous, trial);
        }
        if (isFlat(trial)) {
          return trial;
        }
        if (trial.slope() >= 0) {
          return zoom(trial, previous);
        }
        double growth = cubicMinimum(previous, trial) / trial.stepLength();
        // NaN, where the cubic has no minimum, means as far as possible.
        step *= growth <= MOST_GROWTH ? Math.max(growth, LEAST_GROWTH) : MOST_GROWTH;
        previous = trial;
      }
      return previous == start ? null : previous;
    }

    /**
     * Algorithm 3.6: narrows a bracket.
     *
     * @param first the lowest point so far that meets the first condition, sloping into the bracket
     * @param second the other end
     */
    private Trial zoom(Trial first, Trial second) {
      Trial low = first;
      Trial high = second;
      while (evaluations < MOST_EVALUATIONS) {
        Trial trial = at(between(low, high));
        if (Arrays.equals(trial.weights(), low.weights())) {
          break; // the bracket is narrower than float32 weights can tell
        }
        if (isTooHigh(trial, low)) {
          high = trial;
          continue;
        }
        if (isFlat(trial)) {
          return trial;
        }
        if (trial.slope() * (high.stepLength() - low.stepLength()) >= 0) {
          high = low;
        }
        low = trial;
      }
      return low == start ? null : low;
    }

    private Trial at(double step) {
      evaluations++;
      float[] weights = start.weights().clone();
      for (int i = 0; i < direction.length; i++) {
        weights[i] = (float) (weights[i] + step * direction[i]);
      }
      return evaluate(objective, weights, step, direction);
    }

    /** Whether the bottom must lie before a trial: not low enough, or not below the lowest. */
    private boolean isTooHigh(Trial trial, Trial lowest) {
      if (!trial.isFinite()) {
        return true;
      }
      double promise = -start.slope() * trial.stepLength();
      double rounding = ROUNDING * Math.abs(start.cost());
      if (promise <= ROUNDINGS_TO_SEE * rounding && trial.cost() <= start.cost() + rounding) {
        return false;
      }
      return trial.cost() > start.cost() - SUFFICIENT_DECREASE * promise
          || lowest != start && trial.cost() >= lowest.cost();
    }

    private boolean isFlat(Trial trial) {
      return Math.abs(trial.slope()) <= -FLATTENING * start.slope();
    }

    /** The next step to try: the cubic's minimum, away from the ends. */
    private double between(Trial low, Trial high) {
      double width = high.stepLength() - low.stepLength();
      if (!high.isFinite()) {
        return low.stepLength() + MARGIN * width;
      }
      double share = (cubicMinimum(low, high) - low.stepLength()) / width;
      if (Double.isNaN(share)) { // the cubic has no minimum
        share = 0.5;
      }
      return low.stepLength() + width * Math.max(MARGIN, Math.min(share, 1 - MARGIN));
    }
  }

  /**
   * Where the cubic through two points with their slopes is lowest (the same book, equation 3.59).
   */
  private static double cubicMinimum(Trial a, Trial b) {
    double width = b.stepLength() - a.stepLength();
    double d1 = a.slope() + b.slope() - 3 * (b.cost() - a.cost()) / width;
    double root = Math.sqrt(d1 * d1 - a.slope() * b.slope());
    double d2 = Math.copySign(root, width);
    return b.stepLength() - width * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
  }

  @Override
  public String toString() {
    return "strong Wolfe line search";
  }
}
