package org.spindleml.optim;

/**
 * AdaGrad: s ← s + g², w ← w − η g / (√s + ε) (Duchi, Hazan, Singer, "Adaptive subgradient methods
 * for online learning and stochastic optimization", 2011, figure 1 with a diagonal matrix).
 *
 * <p>As in PyTorch (no decay of its own, s from 0), ε is 10⁻¹⁰ and stands outside the root; the
 * paper's δ is 0 or small.
 *
 * @param epsilon ε, more than 0
 */
public record AdaGrad(double epsilon) implements Optimizer {
  /**
   * Checks the rule.
   *
   * @param epsilon ε
   * @throws IllegalArgumentException if the constant is out of range
   */
  public AdaGrad {
    Constants.requireEpsilon(epsilon);
  }

  /**
   * The usual rule.
   *
   * @return ε 10⁻¹⁰
   */
  public static AdaGrad defaults() {
    return new AdaGrad(1e-10);
  }

  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[1][size]);
  }

  @Override
  public Step next(double learningRate, OptimizerState state, int size) {
    state.next(1, size);
    float[] s = state.memory()[0];
    float rate = (float) learningRate;
    float least = (float) epsilon;
    return (weights, gradient, from, to) -> {
      for (int i = from; i < to; i++) {
        float g = gradient[i];
        s[i] += g * g;
        weights[i] -= rate * (g / ((float) Math.sqrt(s[i]) + least));
      }
    };
  }

  @Override
  public String toString() {
    return "adagrad, epsilon " + epsilon;
  }
}
