package org.spindleml.nn;

import org.spindleml.linalg.RowMath;

/**
 * What a layer's normalisation remembers of a block between its way forward and its way back, and
 * what both kinds have in common: the gain and the shift behind the scaling.
 *
 * <p>Row vectors are written out as whole blocks before they meet one: HotSpot vectorises loops
 * with one index, and a copy costs less than a loop with two.
 */
final class NormalizedBlock {
  /** The scaled sums x̂, rows × units. */
  final float[] scaled;

  /** 1 / √(variance + ε): one a unit for batch norm, one a row for layer norm. */
  final float[] inverse;

  /** The units' means over the rows; of batch norm alone. */
  final float[] mean;

  /** The units' variances over the rows; of batch norm alone. */
  final float[] variance;

  /** Sums over the rows, one a unit. */
  final float[] sums;

  /** Other sums over the rows, one a unit. */
  final float[] products;

  /** A block for intermediate results, at least rows × units, shared by all layers. */
  final float[] scratch;

  /**
   * Makes room for blocks of one layer.
   *
   * @param rows rows of the largest block
   * @param units units of the layer
   * @param scratch at least rows × units floats
   */
  NormalizedBlock(int rows, int units, float[] scratch) {
    scaled = new float[Math.multiplyExact(rows, units)];
    inverse = new float[Math.max(rows, units)];
    mean = new float[units];
    variance = new float[units];
    sums = new float[units];
    products = new float[units];
    this.scratch = scratch;
  }

  /** v = gain · x̂ + shift. */
  void scaleAndShift(Layer layer, float[] w, float[] v, int rows) {
    int units = layer.outputs();
    RowMath.fillRows(w, layer.gainAt(), v, 0, rows, units);
    RowMath.fillRows(w, layer.shiftAt(), scratch, 0, rows, units);
    for (int i = 0; i < rows * units; i++) {
      v[i] = v[i] * scaled[i] + scratch[i];
    }
  }

  /**
   * Adds the slopes on gain and shift, Σ dv x̂ and Σ dv over the rows, and keeps them as {@link
   * #products} and {@link #sums}.
   */
  void addSlopes(Layer layer, float[] dv, float[] dw, int rows) {
    int units = layer.outputs();
    for (int i = 0; i < rows * units; i++) {
      scratch[i] = dv[i] * scaled[i];
    }
    java.util.Arrays.fill(products, 0);
    RowMath.addColumnSums(scratch, 0, rows, units, products, 0);
    java.util.Arrays.fill(sums, 0);
    RowMath.addColumnSums(dv, 0, rows, units, sums, 0);
    for (int j = 0; j < units; j++) {
      dw[layer.gainAt() + j] += products[j];
      dw[layer.shiftAt() + j] += sums[j];
    }
  }
}
