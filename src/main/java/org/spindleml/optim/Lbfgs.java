package org.spindleml.optim;

import org.spindleml.linalg.VectorMath;

/**
 * L-BFGS (Liu, Nocedal, "On the limited memory BFGS method for large scale optimization", 1989)
 * with a strong Wolfe line search; with absolute values in the penalty its orthant-wise form OWL-QN
 * (Andrew, Gao, "Scalable training of L1-regularized log-linear models", 2007).
 *
 * <p>A rule like an {@link Optimizer}, but one that asks for gradients itself: an iteration is one
 * direction, −H times the gradient with an H made of the last steps, and one line search along it.
 * Weights and gradients are float32, so the point that is kept is the very one that was evaluated;
 * directions, inner products and step lengths are computed in double, always in the same order.
 */
public final class Lbfgs {
  /** What became of an iteration. */
  public enum Outcome {
    /** The weights have moved to a lower cost. */
    STEP,
    /** The slopes are down to rounding: there is nowhere to go. */
    STATIONARY,
    /** No lower cost was found along the direction, nor along the steepest descent. */
    NO_LOWER_COST
  }

  /** Pairs to remember: Spark's, scikit-learn's and SciPy's choice too. */
  public static final int USUAL_MEMORY = 10;

  /**
   * Slopes lead on for a while where the cost's changes drown in its rounding: this share of it is
   * the least promise that is worth a search.
   */
  private static final double HOPE = 1e-3;

  private final int memory;
  private final LineSearch lineSearch;

  private Lbfgs(int memory, LineSearch lineSearch) {
    this.memory = memory;
    this.lineSearch = lineSearch;
  }

  /**
   * The rule for a cost with a penalty.
   *
   * @param memory steps to remember, at least 1
   * @param penalty the penalty; the objective that is to be minimised has its squares ({@link
   *     Penalty#smooth}), the rule adds its absolute values
   * @return the rule
   */
  public static Lbfgs of(int memory, Penalty penalty) {
    double strength = penalty.regParam() * penalty.elasticNetParam();
    return new Lbfgs(
        memory, strength == 0 ? new StrongWolfe() : new OrthantWise(strength, penalty.penalised()));
  }

  /**
   * Evaluates the first point.
   *
   * @param objective the smooth part of the cost
   * @param initialWeights where to begin; not changed
   * @return the state before the first iteration; its numbers may not be finite
   */
  public LbfgsState start(Objective objective, float[] initialWeights) {
    float[] weights = initialWeights.clone();
    Objective.Value value = objective.at(weights);
    return new LbfgsState(
        weights,
        value.gradient().clone(),
        value.cost() + lineSearch.absolutes(weights),
        new CurvaturePairs(memory));
  }

  /**
   * A state as it came from a checkpoint.
   *
   * @param weights the weights; kept, not copied
   * @param gradient the slopes there of the smooth part of the cost; kept, not copied
   * @param cost the whole cost there
   * @param stepLength how far the last iteration went
   * @param iterations iterations done
   * @param evaluations evaluations of the objective so far
   * @return the state, which remembers no pairs yet
   */
  public LbfgsState restore(
      float[] weights,
      float[] gradient,
      double cost,
      double stepLength,
      long iterations,
      long evaluations) {
    LbfgsState state = new LbfgsState(weights, gradient, cost, new CurvaturePairs(memory));
    state.restore(stepLength, iterations, evaluations);
    return state;
  }

  /**
   * One iteration. A direction along which the search fails is no good: the memory that made it is
   * dropped, and the steepest descent is tried before giving up.
   *
   * <p>Where the objective throws, the state is as it was.
   *
   * @param objective the smooth part of the cost, the one that the state was started with
   * @param state where it stands, finite; updated
   * @return what became of it; only after {@link Outcome#STEP} the weights have changed
   */
  public Outcome iterate(Objective objective, LbfgsState state) {
    float[] slopes = lineSearch.slopes(state.weights(), state.gradient());
    if (isFlat(state, slopes)) {
      return Outcome.STATIONARY;
    }
    Counted counted = new Counted(objective);
    boolean remembers = state.pairs().size() > 0;
    if (remembers) {
      double[] direction = direction(state.pairs(), slopes);
      // Half of it is what a parabola of this H has left to fall.
      double promise = -VectorMath.dot(slopes, direction);
      double rounding = LineSearch.ROUNDING * Math.abs(state.cost());
      if (promise > HOPE * rounding) {
        Trial found = lineSearch.search(counted, state, direction, slopes, 1);
        if (found != null) {
          return moved(state, found, counted);
        }
      }
      if (promise > 0 && promise <= rounding) {
        state.count(counted.evaluations);
        return Outcome.STATIONARY;
      }
    }
    double[] steepest = direction(null, slopes);
    double firstStep = 1 / Math.sqrt(VectorMath.dot(slopes, slopes));
    Trial found = lineSearch.search(counted, state, steepest, slopes, firstStep);
    if (remembers) {
      state.pairs().clear();
    }
    return moved(state, found, counted);
  }

  /** An objective that counts how often it is asked. */
  private static final class Counted implements Objective {
    private final Objective objective;
    private long evaluations;

    Counted(Objective objective) {
      this.objective = objective;
    }

    @Override
    public Value at(float[] weights) {
      evaluations++;
      return objective.at(weights);
    }
  }

  private static Outcome moved(LbfgsState state, Trial found, Counted counted) {
    state.count(counted.evaluations);
    if (found == null) {
      return Outcome.NO_LOWER_COST;
    }
    state.moveTo(found);
    return Outcome.STEP;
  }

  /** Whether going as far as the weights are long would change the cost by rounding alone. */
  private static boolean isFlat(LbfgsState state, float[] slopes) {
    double squares = VectorMath.sumOfSquares(state.weights(), 0, slopes.length);
    double change = Math.sqrt(VectorMath.dot(slopes, slopes) * Math.max(1, squares));
    return change <= LineSearch.ROUNDING * Math.abs(state.cost());
  }

  /** −H times the slopes; of no pairs, minus the slopes. */
  private double[] direction(CurvaturePairs pairs, float[] slopes) {
    double[] direction = new double[slopes.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = -slopes[i];
    }
    if (pairs != null) {
      pairs.multiply(direction);
    }
    lineSearch.restrict(direction, slopes);
    return direction;
  }

  @Override
  public String toString() {
    return "l-bfgs, memory " + memory + ", " + lineSearch;
  }
}
