package org.spindleml.linalg;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Whether a kernel gives a row of A · B the same bits, whichever rows stand beside it: as rows of
 * one product, or of two that have a part of them each. Nothing in a product asks for another order
 * of its sums, but kernels have ways of their own for few rows; so it is tried, not taken for
 * granted.
 */
final class RowsApart {
  /** Numbers of the largest B that is tried: for a larger one it does not hold. */
  private static final int LARGEST = 1 << 22;

  /** Numbers of the largest A and C that are tried. */
  private static final int LARGEST_BLOCK = 1 << 23;

  /** Numbers of rows next to each other that are tried: kernels take rows by four or eight. */
  private static final int NEIGHBOURS = 8;

  private static final Map<Shape, Boolean> BEST = new ConcurrentHashMap<>();

  private RowsApart() {}

  /**
   * Products of one kind.
   *
   * @param transposeB whether B is stored as n×k
   * @param n columns of B
   * @param k rows of B
   * @param fewest rows of a part
   * @param most rows of a part
   */
  record Shape(boolean transposeB, int n, int k, int fewest, int most) {}

  /** Of the best kernel, tried once a process. */
  static boolean best(Shape shape) {
    return BEST.computeIfAbsent(shape, s -> holds(Gemm.best(), s));
  }

  /**
   * Tries all that may differ, beside the largest product: the fewest and the most rows, of one
   * part and of two, and numbers of rows next to them.
   */
  static boolean holds(Gemm gemm, Shape shape) {
    if (isLarge(shape)) {
      return false;
    }
    gemm.useOneThread();
    int span = Math.min(NEIGHBOURS, shape.most() - shape.fewest() + 1);
    Trial trial = new Trial(gemm, shape);
    return IntStream.range(0, span)
        .allMatch(
            i ->
                trial.holds(shape.fewest() + i)
                    && trial.holds(shape.most() - i)
                    && trial.holds(2 * shape.fewest() + i)
                    && trial.holds(2 * shape.most() - i));
  }

  private static boolean isLarge(Shape shape) {
    long rows = 2L * shape.most();
    return (long) shape.n() * shape.k() > LARGEST
        || rows * Math.max(shape.n(), shape.k()) > LARGEST_BLOCK;
  }

  /** A product of as many rows as two parts can have, and others of some of the rows. */
  static final class Trial {
    private final Gemm gemm;
    private final Shape shape;
    private final float[] a;
    private final float[] b;
    private final float[] whole;

    Trial(Gemm gemm, Shape shape) {
      this.gemm = gemm;
      this.shape = shape;
      SplittableRandom random = new SplittableRandom(shape.n() + 31L * shape.k());
      a = AddedOnce.numbers(2 * shape.most() * shape.k(), random);
      b = AddedOnce.numbers(shape.n() * shape.k(), random);
      whole = product(0, 2 * shape.most());
    }

    /** Whether the last rows have the same bits in a product of their own. */
    boolean holds(int rows) {
      int from = 2 * shape.most() - rows;
      return Arrays.equals(
          whole, from * shape.n(), whole.length, product(from, rows), 0, rows * shape.n());
    }

    private float[] product(int from, int rows) {
      int n = shape.n();
      int k = shape.k();
      int ldb = shape.transposeB() ? k : n;
      float[] c = new float[rows * n];
      gemm.multiply(false, shape.transposeB(), rows, n, k, a, from * k, k, b, 0, ldb, 0, c, 0, n);
      return c;
    }
  }
}
