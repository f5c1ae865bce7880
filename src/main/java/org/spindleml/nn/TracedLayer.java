package org.spindleml.nn;

/**
 * What one row did to one layer. All arrays but {@code x} are as long as the layer has units.
 *
 * @param layer the layer
 * @param x its inputs
 * @param z weighted sums
 * @param a activations: the layer's outputs
 * @param error slope of the loss on the outputs
 * @param slopes [k][j]: slope of output k on weighted sum j; only softmax has any besides [j][j]
 * @param delta slope of the loss on the weighted sums, Σₖ errorₖ × slopeₖⱼ
 */
public record TracedLayer(
    Layer layer, float[] x, float[] z, float[] a, float[] error, float[][] slopes, float[] delta) {}
