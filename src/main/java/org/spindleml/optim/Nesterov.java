package org.spindleml.optim;

/**
 * Gradient descent with Nesterov's momentum: v ← μ v + g, w ← w − η (g + μ v) (Nesterov, "A method
 * of solving a convex programming problem with convergence rate O(1/k²)", 1983; in this form
 * Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep
 * learning", 2013, equations 3 and 4).
 *
 * <p>The paper's gradient is that of the point w + μ v ahead. Here, as in PyTorch, {@code w} is
 * that point itself, which changes nothing else while the learning rate stays. As in {@link
 * Momentum} the learning rate multiplies the whole of v.
 *
 * @param momentum μ, at least 0 and below 1
 */
public record Nesterov(double momentum) implements Optimizer {
  /**
   * Checks the rule.
   *
   * @param momentum μ
   * @throws IllegalArgumentException if the momentum is out of range
   */
  public Nesterov {
    Constants.requireFraction("momentum", momentum);
  }

  /**
   * The usual rule.
   *
   * @return momentum 0.9
   */
  public static Nesterov defaults() {
    return new Nesterov(0.9);
  }

  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[1][size]);
  }

  @Override
  public Step next(double learningRate, OptimizerState state, int size) {
    float[] v = Momentum.velocity(state, size);
    float mu = (float) momentum;
    float rate = (float) learningRate;
    return (weights, gradient, from, to) -> {
      Momentum.accelerate(v, mu, gradient, from, to);
      for (int i = from; i < to; i++) {
        weights[i] -= rate * (gradient[i] + mu * v[i]);
      }
    };
  }

  @Override
  public String toString() {
    return "nesterov, momentum " + momentum;
  }
}
