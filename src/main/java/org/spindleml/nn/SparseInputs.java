package org.spindleml.nn;

import java.util.Arrays;
import org.spindleml.linalg.SparseProduct;

/**
 * The inputs of a block of rows as their differences s = x − x₀ from a base row x₀ that all rows of
 * a table share, cell by cell where the difference is not 0. Filled again and again; it grows until
 * the largest block has found room.
 */
final class SparseInputs {
  private final int[] starts;
  private int[] columns = new int[0];
  private float[] values = new float[0];
  private int rows;

  /**
   * No rows.
   *
   * @param capacity rows at most
   */
  SparseInputs(int capacity) {
    starts = new int[capacity + 1];
  }

  /** Takes all rows out. */
  void clear() {
    rows = 0;
  }

  /**
   * Appends a row.
   *
   * @param from holds the row's cells: a column, as the bits of an int, and the input x, in turn
   * @param at where the first one begins
   * @param cells how many there are
   * @param base the base row
   */
  void add(float[] from, int at, int cells, float[] base) {
    int to = starts[rows];
    if (to + cells > values.length) {
      int length = Math.max(to + cells, 2 * values.length);
      columns = Arrays.copyOf(columns, length);
      values = Arrays.copyOf(values, length);
    }
    for (int i = 0; i < cells; i++) {
      int column = Float.floatToRawIntBits(from[at + 2 * i]);
      columns[to + i] = column;
      values[to + i] = from[at + 2 * i + 1] - base[column];
    }
    starts[++rows] = to + cells;
  }

  /**
   * Weighted sums of a layer: z = bias + s · w.
   *
   * @param bias the layer's bias with what the base row adds to it, one a unit
   * @param w array that holds the layer's weights, inputs × units
   * @param at where they begin
   * @param z out: rows × units
   */
  void weightedSums(float[] bias, float[] w, int at, float[] z) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(bias, 0, z, row * bias.length, bias.length);
    }
    SparseProduct.add(starts, columns, values, rows, w, at, bias.length, z);
  }

  /**
   * dw += sᵀ · dy.
   *
   * @param dy slope of the loss on the weighted sums, rows × units
   * @param units how many units the layer has
   * @param dw array that holds the gradient of the layer's weights, inputs × units
   * @param at where it begins
   */
  void addGradient(float[] dy, int units, float[] dw, int at) {
    SparseProduct.addTransposed(starts, columns, values, rows, dy, units, dw, at);
  }
}
