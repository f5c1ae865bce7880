package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The loops of {@link VectorMath} over rows and arrays. */
class RowMathTest {
  private static float[] random(int length, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) (scale * random.nextDouble(-1, 1));
    }
    return x;
  }

  @Test
  void softmaxIsThatOfDoublePrecision() {
    for (int width : new int[] {1, 2, 3, 10, 37, 1000}) {
      int rows = 19;
      float[] x = random(5 + rows * width, 30, width);
      float[] y = new float[2 + rows * width];
      RowMath.softmaxRows(x, 5, y, 2, rows, width);
      for (int row = 0; row < rows; row++) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < width; j++) {
          max = Math.max(max, x[5 + row * width + j]);
        }
        double sum = 0;
        for (int j = 0; j < width; j++) {
          sum += Math.exp(x[5 + row * width + j] - max);
        }
        double total = 0;
        for (int j = 0; j < width; j++) {
          double want = Math.exp(x[5 + row * width + j] - max) / sum;
          float got = y[2 + row * width + j];
          assertEquals(want, got, 1e-5 * want + 1e-37);
          total += got;
        }
        assertEquals(1, total, 1e-6);
      }
      float[] inPlace = x.clone();
      RowMath.softmaxRows(inPlace, 5, inPlace, 5, rows, width);
      for (int i = 0; i < rows * width; i++) {
        assertEquals(y[2 + i], inPlace[5 + i]);
      }
    }
  }

  @Test
  void softmaxStandsLargeLogitsAndShowsNaN() {
    float[] y = {1e30f, -1e30f, 0f, Float.NEGATIVE_INFINITY, 3f, 3f, 1f, Float.NaN, 2f};
    RowMath.softmaxRows(y, 0, y, 0, 3, 3);
    assertArrayEquals(new float[] {1f, 0f, 0f, 0f, 0.5f, 0.5f}, java.util.Arrays.copyOf(y, 6));
    assertTrue(Float.isNaN(y[6]) && Float.isNaN(y[7]) && Float.isNaN(y[8]));
  }

  @Test
  void biasAndColumnSums() {
    for (int rows : new int[] {0, 1, 3, 4, 5, 9}) {
      int width = 7;
      float[] b = random(2 + width, 1, 1);
      float[] filled = new float[3 + rows * width];
      RowMath.fillRows(b, 2, filled, 3, rows, width);
      float[] sums = new float[1 + width];
      RowMath.addColumnSums(filled, 3, rows, width, sums, 1);
      for (int j = 0; j < width; j++) {
        assertEquals(rows * b[2 + j], sums[1 + j], 1e-5f);
        for (int row = 0; row < rows; row++) {
          int i = 3 + row * width + j;
          assertEquals(b[2 + j], filled[i]);
        }
      }
    }
  }

  @Test
  void weightedColumnSums() {
    for (int rows : new int[] {0, 1, 3, 4, 5, 9}) {
      int width = 7;
      float[] weights = random(rows + 1, 1, 1);
      float[] z = random(rows * width + 1, 1, 2);
      float[] sums = random(width, 1, 3);
      float[] before = sums.clone();
      RowMath.addWeightedColumnSums(weights, z, rows, width, sums);
      for (int j = 0; j < width; j++) {
        double want = before[j];
        for (int row = 0; row < rows; row++) {
          want += (double) weights[row] * z[row * width + j];
        }
        assertEquals(want, sums[j], 1e-6 * (1 + rows));
      }
    }
  }

  @Test
  void sumIsInDouble() {
    float[] x = random(1003, 1, 7);
    double want = 0;
    for (int i = 2; i < 1003; i++) {
      want += x[i];
    }
    assertEquals(want, VectorMath.sum(x, 2, 1001), 1e-12);
    assertEquals(2e38, VectorMath.sum(new float[] {3e38f, 3e38f, -3e38f, -1e38f}, 0, 4), 1e32);
    assertEquals(0, VectorMath.sum(x, 0, 0));
  }

  @Test
  void addsAtAnyOffset() {
    for (int fromOffset = 0; fromOffset < 3; fromOffset++) {
      for (int toOffset = 0; toOffset < 3; toOffset++) {
        float[] from = random(40, 1, 3);
        float[] to = random(40, 1, 4);
        float[] before = to.clone();
        VectorMath.add(from, fromOffset, to, toOffset, 37);
        for (int i = 0; i < 40; i++) {
          boolean inside = i >= toOffset && i < toOffset + 37;
          assertEquals(before[i] + (inside ? from[fromOffset + i - toOffset] : 0), to[i]);
        }
      }
    }
  }

  @Test
  void sumOfSquaresIsInDouble() {
    float[] x = random(1003, 1, 5);
    double want = 0;
    for (int i = 2; i < 1003; i++) {
      want += (double) x[i] * x[i];
    }
    assertEquals(want, VectorMath.sumOfSquares(x, 2, 1001), 1e-12 * want);
    assertEquals(2e60, VectorMath.sumOfSquares(new float[] {1e30f, 1e30f}, 0, 2), 1e54);
    assertEquals(0, VectorMath.sumOfSquares(x, 0, 0));
  }

  @Test
  void allFiniteSeesEveryPlace() {
    float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < 100; i++) {
      float[] x = random(100, Float.MAX_VALUE, 6);
      assertTrue(VectorMath.allFinite(x, 0, 100));
      x[i] = bad[i % 3];
      assertFalse(VectorMath.allFinite(x, 0, 100));
      assertTrue(VectorMath.allFinite(x, i + 1, 99 - i));
      assertTrue(VectorMath.allFinite(x, 0, i));
    }
  }
}
