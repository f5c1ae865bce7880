package org.spindleml.linalg;

/**
 * Products of a sparse matrix S with dense ones. S holds its cells row by row: those of row r are
 * [{@code starts[r]}, {@code starts[r + 1]}), each with its column and its value. Dense matrices
 * are row-major parts of a {@code float[]}.
 *
 * <p>Cells are taken in the order in which they lie and sums are added one element at a time, so
 * the bits are the same on every machine.
 */
public final class SparseProduct {
  private SparseProduct() {}

  /**
   * Z += S · W. Four rows of W are added at a time: Z is read and written a quarter as often.
   *
   * @param starts where each row's cells begin, and the end
   * @param columns column of each cell
   * @param values value of each cell
   * @param rows rows of S and Z
   * @param w array that holds W (columns of S × width)
   * @param wOffset where W begins
   * @param width columns of W and Z
   * @param z Z (rows×width)
   */
  public static void add(
      int[] starts,
      int[] columns,
      float[] values,
      int rows,
      float[] w,
      int wOffset,
      int width,
      float[] z) {
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      int end = starts[row + 1];
      int i = starts[row];
      for (; i + 4 <= end; i += 4) {
        addFour(
            values[i],
            wOffset + columns[i] * width,
            values[i + 1],
            wOffset + columns[i + 1] * width,
            values[i + 2],
            wOffset + columns[i + 2] * width,
            values[i + 3],
            wOffset + columns[i + 3] * width,
            w,
            z,
            at,
            width);
      }
      for (; i < end; i++) {
        addOne(values[i], w, wOffset + columns[i] * width, z, at, width);
      }
    }
  }

  /**
   * DW += Sᵀ · DY.
   *
   * @param starts where each row's cells begin, and the end
   * @param columns column of each cell
   * @param values value of each cell
   * @param rows rows of S and DY
   * @param dy DY (rows×width)
   * @param width columns of DY and DW
   * @param dw array that holds DW (columns of S × width)
   * @param dwOffset where DW begins
   */
  public static void addTransposed(
      int[] starts,
      int[] columns,
      float[] values,
      int rows,
      float[] dy,
      int width,
      float[] dw,
      int dwOffset) {
    for (int row = 0; row < rows; row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        addOne(values[i], dy, row * width, dw, dwOffset + columns[i] * width, width);
      }
    }
  }

  /**
   * z += xᵀ · W: one dense row.
   *
   * @param x the row; its length is the number of rows of W
   * @param w array that holds W
   * @param wOffset where W begins
   * @param z the sums; its length is the number of columns of W
   */
  public static void addRow(float[] x, float[] w, int wOffset, float[] z) {
    int width = z.length;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      int at = wOffset + i * width;
      addFour(
          x[i],
          at,
          x[i + 1],
          at + width,
          x[i + 2],
          at + 2 * width,
          x[i + 3],
          at + 3 * width,
          w,
          z,
          0,
          width);
    }
    for (; i < x.length; i++) {
      addOne(x[i], w, wOffset + i * width, z, 0, width);
    }
  }

  /**
   * A += x · yᵀ, the outer product of two vectors.
   *
   * @param x the first vector; its length is the number of rows of A
   * @param y array that holds the second vector; may be the one that holds A
   * @param yOffset where y begins, outside A
   * @param width length of y and columns of A
   * @param a array that holds A
   * @param aOffset where A begins
   */
  public static void addOuter(
      float[] x, float[] y, int yOffset, int width, float[] a, int aOffset) {
    for (int i = 0; i < x.length; i++) {
      if (x[i] != 0) {
        addOne(x[i], y, yOffset, a, aOffset + i * width, width);
      }
    }
  }

  private static void addOne(
      float p, float[] from, int fromOffset, float[] to, int toOffset, int width) {
    for (int k = 0; k < width; k++) {
      to[toOffset + k] += p * from[fromOffset + k];
    }
  }

  private static void addFour(
      float p,
      int a,
      float q,
      int b,
      float s,
      int c,
      float t,
      int d,
      float[] w,
      float[] z,
      int at,
      int width) {
    for (int k = 0; k < width; k++) {
      z[at + k] += (p * w[a + k] + q * w[b + k]) + (s * w[c + k] + t * w[d + k]);
    }
  }
}
