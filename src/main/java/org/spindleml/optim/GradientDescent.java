package org.spindleml.optim;

/** Gradient descent: w ← w − η g (Cauchy 1847). On mini-batches it is called stochastic. */
public record GradientDescent() implements Optimizer {
  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[0][]);
  }

  @Override
  public void step(float[] weights, float[] gradient, double learningRate, OptimizerState state) {
    state.next(0, gradient.length);
    float rate = (float) learningRate;
    for (int i = 0; i < gradient.length; i++) {
      weights[i] -= rate * gradient[i];
    }
  }

  @Override
  public String toString() {
    return "gradient descent";
  }
}
