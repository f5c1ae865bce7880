package org.spindleml.nn;

/**
 * What a user says of a hidden layer; its input width follows from the layer before.
 *
 * @param units its width
 * @param activation what a unit does with its weighted sum
 */
public record HiddenLayer(int units, Activation activation) {}
