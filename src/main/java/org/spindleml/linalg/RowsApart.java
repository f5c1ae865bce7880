package org.spindleml.linalg;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Whether a kernel gives a row of A · B the same bits, however many rows stand beside it: as rows
 * of one product, or of several that have a part of them each. Nothing in a product asks for
 * another order of its sums, but kernels have ways of their own for few rows; so it is tried, not
 * taken for granted.
 */
final class RowsApart {
  /** Numbers of the largest B that is tried: for a larger one it does not hold. */
  private static final int LARGEST = 1 << 22;

  /** Numbers of the largest A and C that are tried. */
  private static final int LARGEST_BLOCK = 1 << 23;

  /** Numbers of rows next to each other that are tried: kernels take rows by four or eight. */
  private static final int NEIGHBOURS = 8;

  /** Multiples of the fewest rows that are tried. */
  private static final int MULTIPLES = 4;

  private static final Map<Shape, Boolean> BEST = new ConcurrentHashMap<>();

  private RowsApart() {}

  /**
   * Products of one kind.
   *
   * @param transposeB whether B is stored as n×k
   * @param n columns of B
   * @param k rows of B
   * @param fewest rows of a product
   * @param most rows of a product
   */
  record Shape(boolean transposeB, int n, int k, int fewest, int most) {}

  /** Of the best kernel, tried once a process. */
  static boolean best(Shape shape) {
    return BEST.computeIfAbsent(shape, s -> holds(Gemm.best(), s));
  }

  /**
   * Tries, beside the product of most rows, those of fewest rows and of multiples of them, and
   * numbers of rows next to these and below most.
   */
  static boolean holds(Gemm gemm, Shape shape) {
    if (isLarge(shape)) {
      return false;
    }
    gemm.useOneThread();
    Trial trial = new Trial(gemm, shape);
    IntStream below = IntStream.range(0, NEIGHBOURS).map(i -> shape.most() - i);
    IntStream above =
        IntStream.rangeClosed(1, shape.most() / shape.fewest())
            .limit(MULTIPLES)
            .flatMap(times -> IntStream.range(0, NEIGHBOURS).map(i -> times * shape.fewest() + i));
    return IntStream.concat(above, below)
        .filter(rows -> rows >= shape.fewest() && rows < shape.most())
        .distinct()
        .allMatch(trial::holds);
  }

  private static boolean isLarge(Shape shape) {
    return (long) shape.n() * shape.k() > LARGEST
        || (long) shape.most() * Math.max(shape.n(), shape.k()) > LARGEST_BLOCK;
  }

  /** A product of most rows, and others of some of them. */
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
      a = AddedOnce.numbers(shape.most() * shape.k(), random);
      b = AddedOnce.numbers(shape.n() * shape.k(), random);
      whole = product(0, shape.most());
    }

    /** Whether the last rows have the same bits in a product of their own. */
    boolean holds(int rows) {
      int from = shape.most() - rows;
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
