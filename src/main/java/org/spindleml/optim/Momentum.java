package org.spindleml.optim;

/**
 * Gradient descent with heavy-ball momentum: v ← μ v + g, w ← w − η v (Polyak, "Some methods of
 * speeding up the convergence of iteration methods", 1964).
 *
 * <p>As in PyTorch (dampening 0), and unlike Sutskever et al. 2013, the learning rate multiplies
 * the whole of v: when it changes, earlier gradients change with it.
 *
 * @param momentum μ, at least 0 and below 1
 */
public record Momentum(double momentum) implements Optimizer {
  /**
   * Checks the rule.
   *
   * @param momentum μ
   * @throws IllegalArgumentException if the momentum is out of range
   */
  public Momentum {
    Constants.requireFraction("momentum", momentum);
  }

  /**
   * The usual rule.
   *
   * @return momentum 0.9
   */
  public static Momentum defaults() {
    return new Momentum(0.9);
  }

  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[1][size]);
  }

  @Override
  public Step next(double learningRate, OptimizerState state, int size) {
    float[] v = velocity(state, size);
    float mu = (float) momentum;
    float rate = (float) learningRate;
    return (weights, gradient, from, to) -> {
      accelerate(v, mu, gradient, from, to);
      for (int i = from; i < to; i++) {
        weights[i] -= rate * v[i];
      }
    };
  }

  static float[] velocity(OptimizerState state, int size) {
    state.next(1, size);
    return state.memory()[0];
  }

  /** v ← μ v + g. */
  static void accelerate(float[] v, float mu, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      v[i] = mu * v[i] + gradient[i];
    }
  }

  @Override
  public String toString() {
    return "momentum " + momentum;
  }
}
