package org.spindleml.train;

import java.util.Arrays;
import org.spindleml.nn.Network;

/**
 * Moves the running statistics of batch norm, which lie behind the trained weights, towards those
 * of a step: running ← (1 − share) running + share · step's. The share is {@value #SHARE},
 * PyTorch's usual momentum, but 1 / (t + 1) in the first steps t = 0, 1 …, so that they are the
 * plain mean of the first ten steps and what they began with never counts.
 *
 * @param from where they begin in the weights array
 * @param to the index behind the last one
 * @param before how many steps' mean they begin as; 0 where what they begin with does not count
 */
public record RunningStatistics(int from, int to, long before) {
  /** Of a network that has none. */
  public static final RunningStatistics NONE = new RunningStatistics(0, 0, 0);

  private static final double SHARE = 0.1;

  /**
   * The running statistics of a network.
   *
   * @param network the network
   * @return their place
   */
  public static RunningStatistics of(Network network) {
    return new RunningStatistics(network.trainedSize(), network.size(), 0);
  }

  /**
   * The same running statistics, where those that training begins with have been measured before.
   *
   * @return what they begin with counts from the first step on
   */
  public RunningStatistics given() {
    return new RunningStatistics(from, to, Math.round(1 / SHARE) - 1);
  }

  /**
   * Whether there are none.
   *
   * @return true for a network without batch norm
   */
  boolean isEmpty() {
    return from == to;
  }

  /**
   * Copies them.
   *
   * @param weights where they are
   * @param copy weights of the same network
   */
  void copy(float[] weights, float[] copy) {
    System.arraycopy(weights, from, copy, from, to - from);
  }

  /**
   * Makes the gradient 0 where the statistics are.
   *
   * @param gradient the mean gradient
   */
  void clear(float[] gradient) {
    Arrays.fill(gradient, from, to, 0);
  }

  /**
   * Moves the running statistics. Their place in the gradient is 0 afterwards, so that bounds,
   * penalties and solvers meet a slope of 0 there, which moves nothing.
   *
   * @param weights the weights, running statistics at their end
   * @param gradient the mean gradient, the step's mean statistics at its end
   * @param step the step, counted from 0
   */
  void move(float[] weights, float[] gradient, long step) {
    float share = (float) Math.max(SHARE, 1.0 / (before + step + 1));
    for (int i = from; i < to; i++) {
      weights[i] = (1 - share) * weights[i] + share * gradient[i];
    }
    clear(gradient);
  }
}
