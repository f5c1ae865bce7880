package org.spindleml.nn;

/**
 * What a block of rows leaves in a layer on its way forward, for its way back, and what multiplies
 * for it: scratch memory, used again for every block.
 */
final class LayerBlock {
  final LayerProducts products;

  /** What the activation takes: weighted sums, normalised where the layer says so; rows × units. */
  final float[] z;

  /** Activations, rows × units; the same array as z where the slope needs no more. */
  final float[] a;

  /** Outputs, rows × units; the same array as a without dropout and residual. */
  final float[] y;

  /** What normalisation remembers; null without. */
  final NormalizedBlock normalized;

  /** Whether the rows of all parts of a block are multiplied at once. */
  boolean joinsParts;

  /**
   * Makes room for blocks of one layer.
   *
   * @param layer the layer
   * @param rows rows of the largest block
   * @param products the layer's products
   * @param scratch at least rows × units floats, where the layer is normalised; else null
   */
  LayerBlock(Layer layer, int rows, LayerProducts products, float[] scratch) {
    this.products = products;
    int size = Math.multiplyExact(rows, layer.outputs());
    a = new float[size];
    z = layer.activation().slopeFromOutput() ? a : new float[size];
    y = layer.residual() || layer.dropout().isOn() ? new float[size] : a;
    normalized = layer.isNormalized() ? new NormalizedBlock(rows, layer.outputs(), scratch) : null;
  }

  /** A block of a plain layer over given arrays, weighted sums and activations apart. */
  LayerBlock(LayerProducts products, float[] z, float[] a) {
    this.products = products;
    this.z = z;
    this.a = a;
    y = a;
    normalized = null;
  }
}
