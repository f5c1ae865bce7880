package org.spindleml.nn;

/**
 * The cost of some rows and its slope on every weight.
 *
 * @param gradient the weighted mean of the rows' gradients
 * @param loss the weighted mean of the rows' losses
 * @param isFinite whether this is something to go on with: false if a number is infinite or NaN
 */
public record MeanGradient(float[] gradient, double loss, boolean isFinite) {}
