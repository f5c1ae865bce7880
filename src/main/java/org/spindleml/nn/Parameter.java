package org.spindleml.nn;

import java.util.List;

/**
 * A named part of the network's weights.
 *
 * @param name for example "hidden1.weight", "output.bias", "hidden2.slope"
 * @param at where it begins in the network's array
 * @param shape [inputs, outputs] for a weight matrix (row-major), [outputs] for a bias
 */
public record Parameter(String name, int at, List<Integer> shape) {
  /**
   * How many numbers it has.
   *
   * @return the product of its shape
   */
  public int length() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * Whether it multiplies inputs: penalties and decay apply to these, not to biases and slopes.
   *
   * @return true for a weight matrix
   */
  public boolean isWeight() {
    return shape.size() == 2;
  }
}
