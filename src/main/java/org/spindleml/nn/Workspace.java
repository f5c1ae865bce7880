package org.spindleml.nn;

import org.spindleml.linalg.Gemm;

/**
 * Scratch memory for blocks of one network, owned by one thread and used again for every block, so
 * that the inner loop allocates nothing.
 */
public final class Workspace {
  final Gemm gemm;

  /** What a block leaves in each layer. */
  final LayerBlock[] layers;

  /** The inputs behind input dropout, rows × inputs; null without. */
  final float[] inputs;

  /** The first layer's bias with what a base row adds to it; unused where rows are dense. */
  final float[] baseSums;

  /** Each row's share of the block's weight; null without batch norm. */
  final float[] shares;

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
    int widest = network.layers().stream().mapToInt(Layer::outputs).max().orElseThrow();
    delta = new float[Math.multiplyExact(rows, widest)];
    nextDelta = new float[delta.length];
    boolean normalized = network.layers().stream().anyMatch(Layer::isNormalized);
    float[] scratch = normalized ? new float[delta.length] : null;
    layers =
        network.layers().stream()
            .map(layer -> new LayerBlock(layer, rows, scratch))
            .toArray(LayerBlock[]::new);
    inputs =
        network.inputDropout().isOn()
            ? new float[Math.multiplyExact(rows, network.inputs())]
            : null;
    baseSums = new float[network.layers().get(0).outputs()];
    shares = network.size() > network.trainedSize() ? new float[rows] : null;
  }
}
