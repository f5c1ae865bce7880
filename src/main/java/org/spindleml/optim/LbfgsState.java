package org.spindleml.optim;

/**
 * Where {@link Lbfgs} is between two iterations, and what it remembers: plain data that a
 * checkpoint can hold.
 */
public final class LbfgsState {
  private float[] weights;
  private float[] gradient;
  private double cost;
  private double stepLength;
  private long iterations;
  private long evaluations;
  private final CurvaturePairs pairs;

  /**
   * A state before its first iteration.
   *
   * @param weights the weights; kept, not copied
   * @param gradient the slopes there of the smooth part of the cost; kept, not copied
   * @param cost the whole cost there
   * @param pairs what is remembered
   */
  LbfgsState(float[] weights, float[] gradient, double cost, CurvaturePairs pairs) {
    this.weights = weights;
    this.gradient = gradient;
    this.cost = cost;
    this.pairs = pairs;
    evaluations = 1;
  }

  /**
   * The weights now, the best so far.
   *
   * @return the live array
   */
  public float[] weights() {
    return weights;
  }

  /**
   * The slopes of the cost's smooth part at these weights.
   *
   * @return the live array, as long as the trained weights
   */
  public float[] gradient() {
    return gradient;
  }

  /**
   * The whole cost at these weights.
   *
   * @return the cost
   */
  public double cost() {
    return cost;
  }

  /**
   * How far the last iteration went.
   *
   * @return multiples of its direction; 0 before the first iteration
   */
  public double stepLength() {
    return stepLength;
  }

  /**
   * Iterations done.
   *
   * @return the number of steps taken
   */
  public long iterations() {
    return iterations;
  }

  /**
   * Evaluations of the objective so far.
   *
   * @return the number of gradients that were computed, the first one and those of failed searches
   *     included
   */
  public long evaluations() {
    return evaluations;
  }

  /**
   * What is remembered of the curvature.
   *
   * @return the live pairs
   */
  public CurvaturePairs pairs() {
    return pairs;
  }

  /**
   * Whether there is something to start from.
   *
   * @return false if the cost or a slope is infinite or NaN
   */
  public boolean isFinite() {
    return new Objective.Value(cost, gradient).isFinite();
  }

  /** Takes over how far a run was. */
  void restore(double length, long iterationsDone, long evaluationsDone) {
    stepLength = length;
    iterations = iterationsDone;
    evaluations = evaluationsDone;
  }

  /** Takes a step: remembers it and moves. */
  void moveTo(Trial trial) {
    pairs.add(weights, trial.weights(), gradient, trial.gradient());
    weights = trial.weights();
    gradient = trial.gradient();
    cost = trial.cost();
    stepLength = trial.stepLength();
    iterations++;
  }

  /** Counts evaluations, of good trials and bad ones. */
  void count(long more) {
    evaluations += more;
  }

  @Override
  public String toString() {
    return "iteration " + iterations + ", evaluations " + evaluations + ", cost " + cost;
  }
}
