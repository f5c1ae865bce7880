package org.spindleml.optim;

/**
 * RMSProp: s ← α s + (1 − α) g², w ← w − η g / (√s + ε) (Tieleman, Hinton, "Neural networks for
 * machine learning", lecture 6.5, 2012).
 *
 * <p>As in PyTorch α is 0.99, where the lecture has 0.9, and s begins at 0 without correction: the
 * first step is 10 times as long as the learning rate.
 *
 * @param alpha α, how much of the mean squared gradient stays, at least 0 and below 1
 * @param epsilon ε, more than 0
 */
public record RmsProp(double alpha, double epsilon) implements Optimizer {
  /**
   * Checks the rule.
   *
   * @param alpha α
   * @param epsilon ε
   * @throws IllegalArgumentException if a constant is out of range
   */
  public RmsProp {
    Constants.requireFraction("alpha", alpha);
    Constants.requireEpsilon(epsilon);
  }

  /**
   * The usual rule.
   *
   * @return α 0.99, ε 10⁻⁸
   */
  public static RmsProp defaults() {
    return new RmsProp(0.99, 1e-8);
  }

  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[1][size]);
  }

  @Override
  public Step next(double learningRate, OptimizerState state, int size) {
    state.next(1, size);
    float[] s = state.memory()[0];
    float keep = (float) alpha;
    float add = (float) (1 - alpha);
    float rate = (float) learningRate;
    float least = (float) epsilon;
    return (weights, gradient, from, to) -> {
      for (int i = from; i < to; i++) {
        float g = gradient[i];
        s[i] = keep * s[i] + add * (g * g);
        weights[i] -= rate * (g / ((float) Math.sqrt(s[i]) + least));
      }
    };
  }

  @Override
  public String toString() {
    return "rmsprop, alpha " + alpha + ", epsilon " + epsilon;
  }
}
