package org.spindleml.linalg;

/**
 * Loops over the rows of a block, a row-major matrix in a part of a {@code float[]}. Their bits do
 * not depend on the machine: sums are always added in the same order.
 */
public final class RowMath {
  private RowMath() {}

  /**
   * Makes every row of y the vector b: the start of a layer, before x · w is added with beta 1.
   *
   * @param b array that holds b (width)
   * @param bOffset where b begins
   * @param y array that holds y (rows×width, row-major)
   * @param offset where y begins
   * @param rows rows of y
   * @param width columns of y
   */
  public static void fillRows(float[] b, int bOffset, float[] y, int offset, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(b, bOffset, y, offset + row * width, width);
    }
  }

  /**
   * Each row of y = softmax of that row of x: e^(x - max) over the sum of the same.
   *
   * <p>x and y may be the same place. A row with NaN or +∞ gives NaN.
   *
   * @param x array that holds x (rows×width, row-major)
   * @param xOffset where x begins
   * @param y array that holds y (rows×width, row-major)
   * @param yOffset where y begins
   * @param rows rows of both
   * @param width columns of both, at least 1
   */
  public static void softmaxRows(
      float[] x, int xOffset, float[] y, int yOffset, int rows, int width) {
    expRows(x, xOffset, y, yOffset, rows, width);
    for (int row = 0; row < rows; row++) {
      divideBySum(y, yOffset + row * width, width);
    }
  }

  /**
   * Each row of y = e^(x - max), with the largest x of the row: what softmax divides by its sum.
   *
   * <p>x and y may be the same place. A row with NaN or +∞ gives NaN.
   *
   * @param x array that holds x (rows×width, row-major)
   * @param xOffset where x begins
   * @param y array that holds y (rows×width, row-major)
   * @param yOffset where y begins
   * @param rows rows of both
   * @param width columns of both, at least 1
   */
  public static void expRows(float[] x, int xOffset, float[] y, int yOffset, int rows, int width) {
    int end = yOffset + rows * width;
    System.arraycopy(x, xOffset, y, yOffset, rows * width);
    for (int row = yOffset; row < end; row += width) {
      float max = max(y, row, width);
      for (int i = row; i < row + width; i++) {
        y[i] = max - y[i];
      }
    }
    for (int i = yOffset; i < end; i++) {
      y[i] = 1f / (1f + VectorMath.expm1From(y[i]));
    }
  }

  /**
   * Divides numbers by their sum.
   *
   * @param y array that holds them
   * @param offset where they begin
   * @param length how many
   * @return the sum before
   */
  public static double divideBySum(float[] y, int offset, int length) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += y[i];
    }
    float scale = (float) (1 / sum);
    for (int i = offset; i < offset + length; i++) {
      y[i] *= scale;
    }
    return sum;
  }

  /**
   * The largest of some numbers.
   *
   * @param x array that holds them
   * @param offset where they begin
   * @param length how many, at least 1
   * @return the largest; NaN if one is NaN
   */
  public static float max(float[] x, int offset, int length) {
    float max = x[offset];
    for (int i = offset; i < offset + length; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /**
   * db += the sums of the columns of dy, always added in the same order.
   *
   * @param dy array that holds dy (rows×width, row-major)
   * @param offset where dy begins
   * @param rows rows of dy
   * @param width columns of dy
   * @param db array that holds db (width)
   * @param dbOffset where db begins
   */
  public static void addColumnSums(
      float[] dy, int offset, int rows, int width, float[] db, int dbOffset) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int a = offset + row * width;
      int b = a + width;
      int c = b + width;
      int d = c + width;
      for (int j = 0; j < width; j++) {
        db[dbOffset + j] += (dy[a + j] + dy[b + j]) + (dy[c + j] + dy[d + j]);
      }
    }
    for (; row < rows; row++) {
      VectorMath.add(dy, offset + row * width, db, dbOffset, width);
    }
  }

  /**
   * sums += the sums of the columns of z, each row times its weight, always added in the same
   * order.
   *
   * @param weights one a row
   * @param z rows×width, row-major
   * @param rows rows of z
   * @param width columns of z
   * @param sums one a column
   */
  public static void addWeightedColumnSums(
      float[] weights, float[] z, int rows, int width, float[] sums) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      float p = weights[row];
      float q = weights[row + 1];
      float s = weights[row + 2];
      float t = weights[row + 3];
      int a = row * width;
      int b = a + width;
      int c = b + width;
      int d = c + width;
      for (int j = 0; j < width; j++) {
        sums[j] += (p * z[a + j] + q * z[b + j]) + (s * z[c + j] + t * z[d + j]);
      }
    }
    for (; row < rows; row++) {
      for (int j = 0; j < width; j++) {
        sums[j] += weights[row] * z[row * width + j];
      }
    }
  }
}
