package org.spindleml.nn;

import org.spindleml.linalg.Gemm;

/**
 * Scratch memory for blocks of one network, owned by one thread and used again for every block, so
 * that the inner loop allocates nothing.
 */
public final class Workspace {
  final Gemm gemm;

  /** Weighted sums of each layer, rows × outputs; the same array as y where that is enough. */
  final float[][] z;

  /** Outputs of each layer, rows × outputs. */
  final float[][] y;

  /** Slope of the loss on a layer's outputs, rows × the widest layer's outputs. */
  final float[] delta;

  /** The same for the layer before. */
  final float[] nextDelta;

  /**
   * Makes room for blocks of one network.
   *
   * @param network the network
   * @param rows rows of the largest block
   */
  public Workspace(Network network, int rows) {
    this(network, rows, Gemm.best());
  }

  /**
   * Makes room for blocks of one network, computed by a given kernel.
   *
   * @param network the network
   * @param rows rows of the largest block
   * @param gemm the matrix product to use
   */
  public Workspace(Network network, int rows, Gemm gemm) {
    this.gemm = gemm;
    int depth = network.layers().size();
    z = new float[depth][];
    y = new float[depth][];
    int widest = 0;
    for (int l = 0; l < depth; l++) {
      Layer layer = network.layers().get(l);
      y[l] = new float[Math.multiplyExact(rows, layer.outputs())];
      z[l] = layer.activation().slopeFromOutput() ? y[l] : new float[y[l].length];
      widest = Math.max(widest, layer.outputs());
    }
    delta = new float[Math.multiplyExact(rows, widest)];
    nextDelta = new float[delta.length];
  }
}
