package org.spindleml.train;

import java.io.Serializable;
import java.util.Locale;
import org.spindleml.nn.Network;
import org.spindleml.table.Standardizer;

/**
 * How the rows of a sparse table are kept: as the cells in which they differ from a base row. Most
 * raw cells are 0, and scaling makes (0 − mean) / deviation of them: that is what the base row
 * holds.
 *
 * <p>Where this number is beyond −1 or 1, the base row holds 0 instead and every row keeps its
 * cell. In a column of which less than half is not 0 it never is (Cauchy and Schwarz: mean² ≤ q ·
 * E[x²] for a share q of such rows), so this costs little; and it bounds the digits that are lost
 * when a first layer takes an input apart into base and difference.
 *
 * @param base the base row, as many numbers as inputs
 * @param cells how many cells a training row differs in, on average
 * @param byProduct whether blocks stay sparse, too, and the first layer multiplies cell by cell;
 *     otherwise blocks are made dense
 */
public record SparseForm(float[] base, double cells, boolean byProduct) implements Serializable {
  /** So many times smaller rows must become to be kept sparse. */
  private static final int TIMES_SMALLER = 2;

  /** Above this share of cells the product of dense blocks is faster. */
  private static final double DENSEST_PRODUCT = 0.1;

  private static final float LARGEST_BASE = 1;

  /**
   * Decides for a whole table how its rows are kept: by what is in them, and by nothing else but
   * whether the network can use it.
   *
   * @param dense the layout of dense rows
   * @param scaling of the inputs
   * @param nonZeros of each column, in how many rows it is not 0
   * @param rows how many rows there are, more than 0
   * @param network the network that they train
   * @return the layout of sparse rows where they take less than half of the memory, else the same
   */
  static RowLayout choose(
      RowLayout dense, Standardizer scaling, long[] nonZeros, long rows, Network network) {
    float[] base = new float[dense.inputs()];
    double[] deviations = scaling.deviations();
    double cells = 0;
    for (int j = 0; j < base.length; j++) {
      float zero = scaling.encode(j, 0);
      boolean isNear = Math.abs(zero) <= LARGEST_BASE;
      base[j] = isNear ? zero : 0;
      // A column without deviation encodes to 0 in every row.
      cells += deviations[j] == 0 ? 0 : isNear ? nonZeros[j] : rows;
    }
    cells /= rows;
    boolean byProduct = network.takesSparse() && cells <= DENSEST_PRODUCT * base.length;
    RowLayout sparse = dense.of(new SparseForm(base, cells, byProduct));
    return TIMES_SMALLER * sparse.numbers(rows) < dense.numbers(rows) ? sparse : dense;
  }

  /**
   * Describes what is gained.
   *
   * @param layout of the sparse rows
   * @param rows how many there are
   * @return a line for a log
   */
  String describe(RowLayout layout, long rows) {
    double mebibytes = Float.BYTES / 0x1p20;
    return String.format(
        Locale.ROOT,
        "rows stay sparse: %.3g of %,d inputs on average, %,.1f MiB instead of %,.1f MiB",
        cells,
        base.length,
        mebibytes * layout.numbers(rows),
        mebibytes * layout.of(null).numbers(rows));
  }
}
