package org.spindleml.table;

/**
 * Adds a few doubles fast and exactly: a bin for each exponent holds the sum of the mantissas of
 * that exponent (Neal's large superaccumulator, see {@link ExactSum}). Where many numbers go into
 * one sum, that is one addition each instead of three.
 */
final class ExponentBins {
  /** Mantissas have 53 bits: the sum of so many of them stays within a {@code long}. */
  static final int MOST_ADDITIONS = 1 << 10;

  private static final int EXPONENTS = 0x7FF;

  private final long[] bins = new long[EXPONENTS];
  private int lowest = EXPONENTS;
  private int highest = -1;

  /** Adds any finite number; at most {@link #MOST_ADDITIONS} before they are moved on. */
  void add(double x) {
    if (x == 0) {
      return;
    }
    long bits = Double.doubleToRawLongBits(x);
    int exponent = ExactSum.exponent(bits);
    bins[exponent] += ExactSum.mantissa(bits);
    lowest = Math.min(lowest, exponent);
    highest = Math.max(highest, exponent);
  }

  /** Adds the exact product of two numbers, which must not overflow: two additions. */
  void addProduct(double x, double y) {
    double product = x * y;
    add(product);
    add(Math.fma(x, y, -product));
  }

  /** Adds all of it to a sum, and is empty. */
  void moveTo(ExactSum sum) {
    for (int exponent = lowest; exponent <= highest; exponent++) {
      if (bins[exponent] != 0) {
        sum.add(bins[exponent], exponent);
        bins[exponent] = 0;
      }
    }
    lowest = EXPONENTS;
    highest = -1;
  }
}
