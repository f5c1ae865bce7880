package org.spindleml.linalg;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Whether a kernel makes the numbers of a product Aᵀ · B in registers and adds them to C at the
 * end, each with one rounding. OpenBLAS does while k is within its own blocks; it is tried, not
 * taken for granted.
 */
final class AddedOnce {
  /** m, n, k: layers of many sizes and blocks of many rows, in what kernels do by halves, too. */
  private static final int[][] SHAPES = {
    {784, 512, 128},
    {512, 256, Gemm.MOST_ADDED_ONCE},
    {300, 300, 125},
    {100, 37, 200},
    {64, 32, 128},
    {37, 10, 255},
    {14, 64, Gemm.MOST_ADDED_ONCE},
    {300, 2, 128},
    {5, 3, 1},
    {1, 1, 77},
  };

  /** Of the best kernel, tried once a process. */
  static final boolean BEST = holds(Gemm.best());

  private AddedOnce() {}

  /** Tries all shapes. */
  static boolean holds(Gemm gemm) {
    gemm.useOneThread();
    return Arrays.stream(SHAPES).allMatch(shape -> holds(gemm, shape[0], shape[1], shape[2]));
  }

  /** Compares C + A · B with C + (0 + A · B). */
  static boolean holds(Gemm gemm, int m, int n, int k) {
    SplittableRandom random = new SplittableRandom(m + 31L * n + 961L * k);
    float[] a = numbers(k * m, random);
    float[] b = numbers(k * n, random);
    float[] atOnce = numbers(m * n, random);
    float[] sum = atOnce.clone();
    float[] product = new float[m * n];
    gemm.multiply(true, false, m, n, k, a, 0, m, b, 0, n, 1, atOnce, 0, n);
    gemm.multiply(true, false, m, n, k, a, 0, m, b, 0, n, 1, product, 0, n);
    VectorMath.add(product, 0, sum, 0, sum.length);
    return Arrays.equals(atOnce, sum);
  }

  /** Random numbers between -1 and 1. */
  static float[] numbers(int count, SplittableRandom random) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }
}
