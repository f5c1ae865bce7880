package org.spindleml.nn;

/**
 * The cost of some rows and its slope on every weight.
 *
 * @param gradient the weighted mean of the rows' gradients
 * @param loss the weighted mean of the rows' losses
 */
public record MeanGradient(float[] gradient, double loss) {}
