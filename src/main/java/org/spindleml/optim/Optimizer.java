package org.spindleml.optim;

import java.io.Serializable;

/**
 * How a mean gradient becomes a step. An optimiser is a rule, the same for every step and every
 * network; what it remembers from step to step is an {@link OptimizerState}, passed in.
 *
 * <p>Rules are written per weight: {@code w} a weight, {@code g} its slope, {@code η} the learning
 * rate, {@code t} the step counted from 1. They are computed in float32 in plain arithmetic, which
 * gives the same bits on every machine; constants are computed in double and rounded once.
 */
public sealed interface Optimizer extends Serializable
    permits GradientDescent, Momentum, Nesterov, AdaGrad, RmsProp, Adam, AdamW {
  /**
   * The memory before the first step.
   *
   * @param size how many weights are trained
   * @return zeros of the shape this rule needs
   */
  OptimizerState start(int size);

  /**
   * Takes one step, in place, allocating nothing.
   *
   * @param weights the weights; those behind the end of {@code gradient} are left alone
   * @param gradient the mean slope on each weight; not changed
   * @param learningRate the step's learning rate
   * @param state this rule's memory of the same run, updated
   * @throws IllegalArgumentException if the state is of another rule or another size
   */
  void step(float[] weights, float[] gradient, double learningRate, OptimizerState state);
}
