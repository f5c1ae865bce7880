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
  public void step(float[] weights, float[] gradient, double learningRate, OptimizerState state) {
    float[] v = velocity(momentum, gradient, state);
    float rate = (float) learningRate;
    for (int i = 0; i < gradient.length; i++) {
      weights[i] -= rate * v[i];
    }
  }

  /** v ← μ v + g. */
  static float[] velocity(double momentum, float[] gradient, OptimizerState state) {
    state.next(1, gradient.length);
    float[] v = state.memory()[0];
    float mu = (float) momentum;
    for (int i = 0; i < gradient.length; i++) {
      v[i] = mu * v[i] + gradient[i];
    }
    return v;
  }

  @Override
  public String toString() {
    return "momentum " + momentum;
  }
}
