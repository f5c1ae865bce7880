package org.spindleml.optim;

/**
 * Adam (Kingma, Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1):
 *
 * <pre>
 * m ← β₁ m + (1 − β₁) g
 * v ← β₂ v + (1 − β₂) g²
 * w ← w − η m / (1 − β₁ᵗ) / (√v / √(1 − β₂ᵗ) + ε)
 * </pre>
 *
 * <p>The root is divided before ε is added, as PyTorch does, so that ε means the same at every
 * step; the paper's faster form at the end of section 2 lets it shrink.
 *
 * @param beta1 β₁, how much of the mean gradient stays, at least 0 and below 1
 * @param beta2 β₂, how much of the mean squared gradient stays, at least 0 and below 1
 * @param epsilon ε, more than 0
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
  /**
   * Checks the rule.
   *
   * @param beta1 β₁
   * @param beta2 β₂
   * @param epsilon ε
   * @throws IllegalArgumentException if a constant is out of range
   */
  public Adam {
    check(beta1, beta2, epsilon);
  }

  static void check(double beta1, double beta2, double epsilon) {
    Constants.requireFraction("beta1", beta1);
    Constants.requireFraction("beta2", beta2);
    Constants.requireEpsilon(epsilon);
  }

  /**
   * The rule with the paper's constants.
   *
   * @return β₁ 0.9, β₂ 0.999, ε 10⁻⁸
   */
  public static Adam defaults() {
    return new Adam(0.9, 0.999, 1e-8);
  }

  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[2][size]);
  }

  @Override
  public Step next(double learningRate, OptimizerState state, int size) {
    long t = state.next(2, size);
    float[] m = state.memory()[0];
    float[] v = state.memory()[1];
    float keepMean = (float) beta1;
    float addMean = (float) (1 - beta1);
    float keepSquare = (float) beta2;
    float addSquare = (float) (1 - beta2);
    // m / (√v / r + ε) = r m / (√v + r ε), which divides once a weight.
    double root = Math.sqrt(1 - StrictMath.pow(beta2, t));
    float rate = (float) (learningRate * root / (1 - StrictMath.pow(beta1, t)));
    float least = (float) (epsilon * root);
    return (weights, gradient, from, to) -> {
      for (int i = from; i < to; i++) {
        float g = gradient[i];
        m[i] = keepMean * m[i] + addMean * g;
        v[i] = keepSquare * v[i] + addSquare * (g * g);
        weights[i] -= rate * (m[i] / ((float) Math.sqrt(v[i]) + least));
      }
    };
  }

  @Override
  public String toString() {
    return "adam, " + constants(beta1, beta2, epsilon);
  }

  static String constants(double beta1, double beta2, double epsilon) {
    return "beta1 " + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon;
  }
}
