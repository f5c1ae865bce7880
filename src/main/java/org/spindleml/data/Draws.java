package org.spindleml.data;

import java.util.SplittableRandom;

/**
 * Random numbers of one row.
 *
 * <p>Only {@link SplittableRandom#nextLong()} is used: its other methods changed between Java
 * versions (17 draws Gaussians from tables). Elementary functions are StrictMath's, which give the
 * same bits on every machine.
 */
final class Draws {
  private static final double ULP_OF_ONE = 0x1.0p-53;

  private final SplittableRandom random;

  private Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The numbers of one row of one table. */
  static Draws of(long seed, long row) {
    return new Draws(mix(mix(seed) + row));
  }

  /** Uniform on [0, 1), a multiple of 2^-53. */
  double uniform() {
    return (random.nextLong() >>> 11) * ULP_OF_ONE;
  }

  /** Uniform on 0 … bound − 1; the bias of at most bound/2^64 is of no account. */
  int below(int bound) {
    return (int) Math.multiplyHigh(random.nextLong() >>> 1, 2L * bound);
  }

  /**
   * Standard normal, by the polar method of Marsaglia and Bray (1964); one of each pair is used.
   */
  double normal() {
    double x;
    double s;
    do {
      x = 2 * uniform() - 1;
      double y = 2 * uniform() - 1;
      s = x * x + y * y;
    } while (!(s > 0 && s < 1));
    return x * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
  }

  /** Stafford's 13th mixing function (2011), as in SplitMix64: neighbouring seeds become far. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
