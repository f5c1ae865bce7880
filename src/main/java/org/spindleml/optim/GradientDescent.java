package org.spindleml.optim;

/** Gradient descent: w ← w − η g (Cauchy 1847). On mini-batches it is called stochastic. */
public record GradientDescent() implements Optimizer {
  @Override
  public OptimizerState start(int size) {
    return new OptimizerState(0, new float[0][]);
  }

  @Override
  public Step next(double learningRate, OptimizerState state, int size) {
    state.next(0, size);
    float rate = (float) learningRate;
    return (weights, gradient, from, to) -> {
      for (int i = from; i < to; i++) {
        weights[i] -= rate * gradient[i];
      }
    };
  }

  @Override
  public String toString() {
    return "gradient descent";
  }
}
