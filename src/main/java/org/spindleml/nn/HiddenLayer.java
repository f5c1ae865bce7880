package org.spindleml.nn;

/**
 * What a user says of a hidden layer; its input width follows from the layer before.
 *
 * @param units its width
 * @param activation what a unit does with its weighted sum
 * @param dropout share of its outputs that is set to 0 while training, at least 0 and below 1
 */
public record HiddenLayer(int units, Activation activation, double dropout) {
  /**
   * A layer that keeps all its outputs.
   *
   * @param units its width
   * @param activation what a unit does with its weighted sum
   */
  public HiddenLayer(int units, Activation activation) {
    this(units, activation, 0);
  }
}
