package org.spindleml.nn;

import java.util.List;
import org.spindleml.linalg.Bf16Gemm;
import org.spindleml.linalg.Bf16Matrix;
import org.spindleml.linalg.Bf16Scratch;
import org.spindleml.linalg.Gemm;

/**
 * Scratch memory for blocks of one network, owned by one thread and used again for every block, so
 * that the inner loop allocates nothing. With products in bfloat16 a part of it is outside of the
 * heap, to be given back by {@link #close}.
 */
public final class Workspace implements AutoCloseable {
  /** Null without products in bfloat16. */
  private final Bf16Scratch rounding;

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
   * Makes room for blocks of one network that is trained, in the precision that it asks for and
   * this machine offers.
   *
   * @param network the network
   * @param rows rows of the largest block
   * @return the room; {@link #beginStep} comes before the first block of each step
   */
  public static Workspace toTrain(Network network, int rows) {
    return new Workspace(network, rows, Gemm.best(), network.bf16Kernel().orElse(null));
  }

  /**
   * Makes room for blocks of one network, computed by a given kernel.
   *
   * @param network the network
   * @param rows rows of the largest block
   * @param gemm the matrix product to use
   */
  public Workspace(Network network, int rows, Gemm gemm) {
    this(network, rows, gemm, null);
  }

  /** With a kernel for the layers that {@link Network#rounded} names, or null to round none. */
  Workspace(Network network, int rows, Gemm gemm, Bf16Gemm bf16) {
    List<Layer> rounded = bf16 == null ? List.of() : network.rounded();
    rounding = rounded.isEmpty() ? null : memory(rounded, rows, bf16);
    int widestRounded = rounded.stream().mapToInt(Layer::outputs).max().orElse(0);
    Bf16Matrix slope = rounded.isEmpty() ? null : rounding.matrix(rows * widestRounded);
    int widest = network.layers().stream().mapToInt(Layer::outputs).max().orElseThrow();
    delta = new float[Math.multiplyExact(rows, widest)];
    nextDelta = new float[delta.length];
    boolean normalized = network.layers().stream().anyMatch(Layer::isNormalized);
    float[] scratch = normalized ? new float[delta.length] : null;
    layers =
        network.layers().stream()
            .map(
                layer -> {
                  LayerProducts products =
                      rounded.contains(layer)
                          ? new RoundedProducts(layer, rows, rounding, slope)
                          : new LayerProducts.Float32(gemm, layer);
                  return new LayerBlock(layer, rows, products, scratch);
                })
            .toArray(LayerBlock[]::new);
    inputs =
        network.inputDropout().isOn()
            ? new float[Math.multiplyExact(rows, network.inputs())]
            : null;
    baseSums = new float[network.layers().get(0).outputs()];
    shares = network.size() > network.trainedSize() ? new float[rows] : null;
  }

  /** Memory for the products of some layers; the largest are blocks or gradients. */
  private static Bf16Scratch memory(List<Layer> layers, int rows, Bf16Gemm gemm) {
    int largest = 0;
    for (Layer layer : layers) {
      int widest = Math.max(layer.inputs(), layer.outputs());
      largest = Math.max(largest, Math.multiplyExact(rows, widest));
      largest = Math.max(largest, layer.inputs() * layer.outputs());
    }
    return new Bf16Scratch(gemm, largest);
  }

  /**
   * Whether a block's gradients of weight matrices have the same bits, added to a sum at once or
   * added up apart first.
   *
   * @param rows rows of the block
   * @return true if the kernel is known to do so
   */
  public boolean addsOnce(int rows) {
    return rounding == null && rows <= Gemm.MOST_ADDED_ONCE && Gemm.addsOnce();
  }

  /**
   * Gets ready for blocks of several parts, whose bits are to be those of blocks of their own:
   * finds the layers that may multiply the rows of all parts at once.
   *
   * @param fewest rows of a part
   * @param most rows of a block
   * @return whether there are such layers, which makes blocks of several parts faster; false also
   *     where there must not be any parts
   */
  public boolean joinsParts(int fewest, int most) {
    boolean joins = false;
    for (LayerBlock layer : layers) {
      layer.joinsParts = rounding == null && layer.products.rowsApart(fewest, most);
      joins |= layer.joinsParts;
    }
    return joins;
  }

  /**
   * Takes note of the weights of a step, before its first block.
   *
   * @param weights the network's weights
   */
  public void beginStep(float[] weights) {
    for (LayerBlock layer : layers) {
      layer.products.beginStep(weights);
    }
  }

  /** Gives back what is outside of the heap. */
  @Override
  public void close() {
    if (rounding != null) {
      rounding.close();
    }
  }
}
