package org.spindleml.optim;

import java.io.Serializable;
import java.util.List;

/**
 * The elastic net, added to the cost: λ (α ‖w‖₁ + (1 − α) / 2 ‖w‖₂²) over the weight matrices (Zou,
 * Hastie, "Regularization and variable selection via the elastic net", 2005; in the form of Spark's
 * regParam λ and elasticNetParam α). At 0 the slope of |w| is taken as 0: a step of gradient
 * descent makes weights small, not exactly 0; {@link Lbfgs} makes them 0.
 *
 * @param regParam λ, at least 0; 0 for no penalty
 * @param elasticNetParam α, from 0 (squares alone) to 1 (absolute values alone)
 * @param penalised the weights that it counts: usually matrices, not biases and slopes
 */
public record Penalty(double regParam, double elasticNetParam, List<Span> penalised)
    implements Serializable {
  /** No penalty. */
  public static final Penalty NONE = new Penalty(0, 0, List.of());

  /**
   * Checks the constants.
   *
   * @param regParam λ
   * @param elasticNetParam α
   * @param penalised the weights that it counts
   * @throws IllegalArgumentException if λ or α is out of range
   */
  public Penalty {
    if (!(regParam >= 0 && regParam < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "regParam is " + regParam + "; it must be a number of at least 0");
    }
    if (!(elasticNetParam >= 0 && elasticNetParam <= 1)) {
      throw new IllegalArgumentException(
          "elasticNetParam is " + elasticNetParam + "; it must be from 0 to 1");
    }
    penalised = List.copyOf(penalised);
  }

  /**
   * The part that has a slope everywhere: the squares.
   *
   * @return λ (1 − α) / 2 ‖w‖₂² alone
   */
  public Penalty smooth() {
    return new Penalty(regParam * (1 - elasticNetParam), 0, penalised);
  }

  /**
   * What it adds to the cost.
   *
   * @param weights the weights
   * @return the penalty, summed in double in the order of the weights
   */
  public double value(float[] weights) {
    if (regParam == 0) {
      return 0;
    }
    double absolutes = 0;
    double squares = 0;
    for (Span span : penalised) {
      for (int i = span.from(); i < span.to(); i++) {
        absolutes += Math.abs(weights[i]);
        squares += (double) weights[i] * weights[i];
      }
    }
    return regParam * (elasticNetParam * absolutes + (1 - elasticNetParam) / 2 * squares);
  }

  /**
   * Adds its slopes to the mean gradient: λ (α sign(w) + (1 − α) w).
   *
   * @param weights the weights
   * @param gradient the mean gradient at these weights
   */
  public void addSlopes(float[] weights, float[] gradient) {
    if (regParam == 0) {
      return;
    }
    float l1 = (float) (regParam * elasticNetParam);
    float l2 = (float) (regParam * (1 - elasticNetParam));
    for (Span span : penalised) {
      for (int i = span.from(); i < span.to(); i++) {
        gradient[i] += l1 * Math.signum(weights[i]) + l2 * weights[i];
      }
    }
  }

  @Override
  public String toString() {
    return regParam == 0
        ? "no penalty"
        : "penalty " + regParam + " with elastic net " + elasticNetParam;
  }
}
