package org.spindleml.nn;

import org.spindleml.linalg.Gemm;

/** The three matrix products of a layer, in one precision or another. */
interface LayerProducts {
  /**
   * Whether a row has the same bits, however many rows are multiplied at once.
   *
   * @param fewest rows of a product
   * @param most rows of a product
   * @return true if that is known
   */
  boolean rowsApart(int fewest, int most);

  /**
   * Takes note of the weights of a step, before its first block.
   *
   * @param w the network's weights
   */
  void beginStep(float[] w);

  /**
   * z += x · w for some rows.
   *
   * @param w the network's weights
   * @param x inputs, rows × inputs
   * @param from the first row; 0 where products are rounded
   * @param to behind the last row
   * @param z rows × outputs
   */
  void addWeightedSums(float[] w, float[] x, int from, int to, float[] z);

  /**
   * dw += xᵀ · dy over some rows, in the place of the layer's weights.
   *
   * @param x inputs, as they were on the way forward
   * @param dy slope on the weighted sums, rows × outputs
   * @param from the first row; 0 where products are rounded
   * @param to behind the last row
   * @param dw the network's gradient sum
   */
  void addWeightGradient(float[] x, float[] dy, int from, int to, float[] dw);

  /**
   * dx = dy · wᵀ + beta · dx for some rows.
   *
   * @param w the network's weights, as they were on the way forward
   * @param dy the same slope as in {@link #addWeightGradient}, which comes first
   * @param from the first row; 0 where products are rounded
   * @param to behind the last row
   * @param beta 0 or 1
   * @param dx slope on the inputs, rows × inputs
   */
  void inputSlope(float[] w, float[] dy, int from, int to, float beta, float[] dx);

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
    public boolean rowsApart(int fewest, int most) {
      boolean isFirst = at == 0; // Nobody needs the slope on its inputs.
      return Gemm.rowsApart(false, out, in, fewest, most)
          && (isFirst || Gemm.rowsApart(true, in, out, fewest, most));
    }

    @Override
    public void beginStep(float[] w) {}

    @Override
    public void addWeightedSums(float[] w, float[] x, int from, int to, float[] z) {
      int xAt = from * in;
      int zAt = from * out;
      gemm.multiply(false, false, to - from, out, in, x, xAt, in, w, at, out, 1, z, zAt, out);
    }

    @Override
    public void addWeightGradient(float[] x, float[] dy, int from, int to, float[] dw) {
      int xAt = from * in;
      int dyAt = from * out;
      gemm.multiply(true, false, in, out, to - from, x, xAt, in, dy, dyAt, out, 1, dw, at, out);
    }

    @Override
    public void inputSlope(float[] w, float[] dy, int from, int to, float beta, float[] dx) {
      int dyAt = from * out;
      int dxAt = from * in;
      gemm.multiply(false, true, to - from, in, out, dy, dyAt, out, w, at, out, beta, dx, dxAt, in);
    }
  }
}
