package org.spindleml.optim;

/**
 * How a mean gradient becomes a step. An optimiser is a rule, the same for every step and every
 * network; what it remembers from step to step is an {@link OptimizerState}, passed in.
 *
 * <p>Rules are written per weight: {@code w} a weight, {@code g} its slope, {@code η} the learning
 * rate, {@code t} the step counted from 1. They are computed in float32 in plain arithmetic, which
 * gives the same bits on every machine; constants are computed in double and rounded once.
 */
public sealed interface Optimizer
    permits GradientDescent, Momentum, Nesterov, AdaGrad, RmsProp, Adam, AdamW {
  /**
   * The memory before the first step.
   *
   * @param size how many weights are trained
   * @return zeros of the shape this rule needs
   */
  OptimizerState start(int size);

  /**
   * Begins a step. It is taken once {@link Step#move} has been called for every weight.
   *
   * @param learningRate the step's learning rate
   * @param state this rule's memory of the same run; its steps are counted here
   * @param size how many weights are trained
   * @return what the step does to weights
   * @throws IllegalArgumentException if the state is of another rule or another size
   */
  Step next(double learningRate, OptimizerState state, int size);

  /** One step of one run, for any range of its weights and in any order. */
  @FunctionalInterface
  interface Step {
    /**
     * Moves weights and what is remembered of them, in place, allocating nothing.
     *
     * @param weights the weights
     * @param gradient the mean slope on each weight; not changed
     * @param from the first weight
     * @param to behind the last weight
     */
    void move(float[] weights, float[] gradient, int from, int to);
  }

  /**
   * Takes one step.
   *
   * @param weights the weights; those behind the end of {@code gradient} are left alone
   * @param gradient the mean slope on each weight; not changed
   * @param learningRate the step's learning rate
   * @param state this rule's memory of the same run, updated
   * @throws IllegalArgumentException if the state is of another rule or another size
   */
  default void step(float[] weights, float[] gradient, double learningRate, OptimizerState state) {
    next(learningRate, state, gradient.length).move(weights, gradient, 0, gradient.length);
  }
}
