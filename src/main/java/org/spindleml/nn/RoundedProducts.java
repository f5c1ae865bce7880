package org.spindleml.nn;

import org.spindleml.linalg.Bf16Matrix;
import org.spindleml.linalg.Bf16Scratch;

/**
 * Products of a layer with operands rounded to bfloat16: the weights once a step, the inputs and
 * the slope once a block.
 */
final class RoundedProducts implements LayerProducts {
  private final Bf16Scratch scratch;
  private final int at;
  private final int in;
  private final int out;
  private final Bf16Matrix weights;
  private final Bf16Matrix inputs;
  private final Bf16Matrix slope;

  /**
   * Makes room for blocks of one layer.
   *
   * @param layer the layer
   * @param rows rows of the largest block
   * @param scratch the thread's memory for products
   * @param slope room for rows × outputs numbers that the thread's layers share
   */
  RoundedProducts(Layer layer, int rows, Bf16Scratch scratch, Bf16Matrix slope) {
    this.scratch = scratch;
    this.slope = slope;
    at = layer.at();
    in = layer.inputs();
    out = layer.outputs();
    weights = scratch.matrix(in * out);
    inputs = scratch.matrix(Math.multiplyExact(rows, in));
  }

  @Override
  public boolean rowsApart(int fewest, int most) {
    return false;
  }

  @Override
  public void beginStep(float[] w) {
    scratch.round(w, at, in * out, weights);
  }

  @Override
  public void addWeightedSums(float[] w, float[] x, int from, int rows, float[] z) {
    scratch.round(x, 0, rows * in, inputs);
    scratch.multiply(false, false, rows, out, in, inputs, weights, 1, z, 0);
  }

  @Override
  public void addWeightGradient(float[] x, float[] dy, int from, int rows, float[] dw) {
    scratch.round(dy, 0, rows * out, slope);
    scratch.multiply(true, false, in, out, rows, inputs, slope, 1, dw, at);
  }

  @Override
  public void inputSlope(float[] w, float[] dy, int from, int rows, float beta, float[] dx) {
    scratch.multiply(false, true, rows, in, out, slope, weights, beta, dx, 0);
  }
}
