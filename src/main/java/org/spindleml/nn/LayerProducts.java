package org.spindleml.nn;

import org.spindleml.linalg.Gemm;

/** The three matrix products of a layer, in one precision or another. */
interface LayerProducts {
  /**
   * Takes note of the weights of a step, before its first block.
   *
   * @param w the network's weights
   */
  void beginStep(float[] w);

  /**
   * z += x · w.
   *
   * @param w the network's weights
   * @param x inputs, rows × inputs
   * @param z rows × outputs
   * @param rows how many
   */
  void addWeightedSums(float[] w, float[] x, float[] z, int rows);

  /**
   * dw += xᵀ · dy, in the place of the layer's weights.
   *
   * @param x inputs, as they were on the way forward
   * @param dy slope on the weighted sums, rows × outputs
   * @param dw the network's gradient sum
   * @param rows how many
   */
  void addWeightGradient(float[] x, float[] dy, float[] dw, int rows);

  /**
   * dx = dy · wᵀ + beta · dx.
   *
   * @param w the network's weights, as they were on the way forward
   * @param dy the same slope as in {@link #addWeightGradient}, which comes first
   * @param beta 0 or 1
   * @param dx slope on the inputs, rows × inputs
   * @param rows how many
   */
  void inputSlope(float[] w, float[] dy, float beta, float[] dx, int rows);

  /**
   * Products of float32 numbers.
   *
   * @param gemm the matrix product
   * @param at where the layer's weights begin in the network's array
   * @param in inputs of the layer
   * @param out outputs of the layer
   */
  record Float32(Gemm gemm, int at, int in, int out) implements LayerProducts {
    Float32(Gemm gemm, Layer layer) {
      this(gemm, layer.at(), layer.inputs(), layer.outputs());
    }

    @Override
    public void beginStep(float[] w) {}

    @Override
    public void addWeightedSums(float[] w, float[] x, float[] z, int rows) {
      gemm.multiply(false, false, rows, out, in, x, 0, in, w, at, out, 1, z, 0, out);
    }

    @Override
    public void addWeightGradient(float[] x, float[] dy, float[] dw, int rows) {
      gemm.multiply(true, false, in, out, rows, x, 0, in, dy, 0, out, 1, dw, at, out);
    }

    @Override
    public void inputSlope(float[] w, float[] dy, float beta, float[] dx, int rows) {
      gemm.multiply(false, true, rows, in, out, dy, 0, out, w, at, out, beta, dx, 0, in);
    }
  }
}
