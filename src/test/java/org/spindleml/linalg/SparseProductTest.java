package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sparse products against the dense ones, in double, of the same numbers. */
class SparseProductTest {
  private static final int OFFSET = 3;

  /** A sparse matrix, also as a dense one. */
  private record Sparse(int[] starts, int[] columns, float[] values, double[][] dense) {
    static Sparse draw(Random random, int rows, int width) {
      double[][] dense = new double[rows][width];
      int[] starts = new int[rows + 1];
      int[] columns = new int[rows * width];
      float[] values = new float[rows * width];
      int end = 0;
      for (int r = 0; r < rows; r++) {
        // Some rows are empty, some full.
        double density = random.nextInt(3) / 2.0;
        for (int c = 0; c < width; c++) {
          if (random.nextDouble() < density) {
            columns[end] = c;
            values[end] = (float) random.nextGaussian();
            dense[r][c] = values[end++];
          }
        }
        starts[r + 1] = end;
      }
      return new Sparse(starts, columns, values, dense);
    }
  }

  private static float[] floats(Random random, int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  @Test
  void productsAgreeWithDenseOnes() {
    Random random = new Random(3);
    for (int rows : new int[] {0, 1, 5, 33}) {
      for (int inputs : new int[] {1, 3, 4, 7, 50}) {
        for (int width : new int[] {1, 2, 9, 64}) {
          Sparse s = Sparse.draw(random, rows, inputs);
          float[] w = floats(random, OFFSET + inputs * width);
          float[] z = floats(random, rows * width);
          float[] dw = floats(random, OFFSET + inputs * width + 1);
          double[] expected = new double[z.length];
          double[] expectedTransposed = new double[dw.length];
          for (int i = 0; i < dw.length; i++) {
            expectedTransposed[i] = dw[i];
          }
          float[] dy = floats(random, rows * width);
          for (int r = 0; r < rows; r++) {
            for (int k = 0; k < width; k++) {
              expected[r * width + k] = z[r * width + k];
              for (int c = 0; c < inputs; c++) {
                expected[r * width + k] += s.dense()[r][c] * w[OFFSET + c * width + k];
                expectedTransposed[OFFSET + c * width + k] += s.dense()[r][c] * dy[r * width + k];
              }
            }
          }
          SparseProduct.add(s.starts(), s.columns(), s.values(), rows, w, OFFSET, width, z);
          SparseProduct.addTransposed(
              s.starts(), s.columns(), s.values(), rows, dy, width, dw, OFFSET);
          assertNear(expected, z);
          assertNear(expectedTransposed, dw);
        }
      }
    }
  }

  @Test
  void aDenseRowAndAnOuterProduct() {
    Random random = new Random(4);
    for (int inputs : new int[] {1, 4, 7, 30}) {
      int width = 5;
      float[] x = floats(random, inputs);
      x[inputs / 2] = 0;
      float[] w = floats(random, OFFSET + inputs * width + width);
      float[] z = floats(random, width);
      double[] expected = new double[width];
      double[] outer = new double[w.length];
      int y = OFFSET + inputs * width;
      for (int i = 0; i < w.length; i++) {
        outer[i] = w[i];
      }
      for (int k = 0; k < width; k++) {
        expected[k] = z[k];
        for (int i = 0; i < inputs; i++) {
          expected[k] += x[i] * (double) w[OFFSET + i * width + k];
          outer[OFFSET + i * width + k] += x[i] * (double) w[y + k];
        }
      }
      SparseProduct.addRow(x, w, OFFSET, z);
      assertNear(expected, z);
      SparseProduct.addOuter(x, w, y, width, w, OFFSET);
      assertNear(outer, w);
    }
  }

  private static void assertNear(double[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double[] found = new double[actual.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = actual[i];
    }
    assertArrayEquals(expected, found, 1e-4);
  }
}
