package org.spindleml.linalg;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One product to try: C (m×n) = op(A) · op(B) + beta · C, each matrix {@code offset} floats into
 * its array and with {@code gap} unused floats after each row. Unused floats are NaN.
 */
record Product(
    boolean transposeA,
    boolean transposeB,
    int m,
    int n,
    int k,
    int offset,
    int gap,
    float beta,
    long seed) {

  /** C as the kernel computes it, in an array of {@code offset + m * (n + gap)} floats. */
  float[] on(Gemm gemm) {
    SplittableRandom random = new SplittableRandom(seed);
    int aWidth = transposeA ? m : k;
    int bWidth = transposeB ? k : n;
    float[] a = matrix(random, transposeA ? k : m, aWidth);
    float[] b = matrix(random, transposeB ? n : k, bWidth);
    float[] c = matrix(random, m, n);
    if (beta == 0) {
      Arrays.fill(c, Float.NaN);
    }
    gemm.multiply(
        transposeA,
        transposeB,
        m,
        n,
        k,
        a,
        offset,
        aWidth + gap,
        b,
        offset,
        bWidth + gap,
        beta,
        c,
        offset,
        n + gap);
    return c;
  }

  /** The bits of C alone, without offset and gaps. */
  int[] bitsOn(Gemm gemm) {
    float[] c = on(gemm);
    int[] bits = new int[m * n];
    for (int i = 0; i < m * n; i++) {
      bits[i] = Float.floatToRawIntBits(c[offset + i / n * (n + gap) + i % n]);
    }
    return bits;
  }

  Product at(int offset, int gap) {
    return new Product(transposeA, transposeB, m, n, k, offset, gap, beta, seed);
  }

  private float[] matrix(SplittableRandom random, int rows, int width) {
    float[] x = new float[offset + rows * (width + gap)];
    Arrays.fill(x, Float.NaN);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        x[offset + i * (width + gap) + j] = (float) random.nextDouble(-1, 1);
      }
    }
    return x;
  }
}
