package org.spindleml.nn;

import java.io.Serializable;

/**
 * Random numbers as a function of a key and an index: no state, so that it does not matter who
 * draws them, in which order, or how often.
 *
 * <p>The mixing function is the 64-bit finaliser "Mix13" (Stafford 2011, used by SplitMix64:
 * Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
 *
 * @param key what the numbers depend on besides their index
 */
public record CounterRandom(long key) implements Serializable {
  /** The fractional part of the golden ratio in 64 bits, odd: SplitMix64's increment. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What random numbers are for; each purpose has a stream of its own. */
  public enum Purpose {
    /** Initial weights. */
    INITIAL_WEIGHTS,
    /** A row's place in the canonical order. */
    ROW_PLACE,
    /** The order of rows within an epoch. */
    EPOCH_ORDER,
    /** Which rows are held out. */
    SPLIT,
    /** Which numbers dropout sets to 0. */
    DROPOUT,
    /** Which of the rows to train on are held out to validate. */
    VALIDATION
  }

  /**
   * The stream of one seed and purpose.
   *
   * @param seed the user's seed
   * @param purpose what the numbers are for
   * @return the stream
   */
  public static CounterRandom of(long seed, Purpose purpose) {
    return new CounterRandom(mix(seed)).at(purpose.ordinal() + 1L);
  }

  /**
   * The stream below this one that belongs to a counter, for example a layer or an epoch.
   *
   * @param counter any number
   * @return a stream of its own: that n of its numbers overlap n of a sibling's has chance 2n / 2⁶⁴
   */
  public CounterRandom at(long counter) {
    return new CounterRandom(bits(counter));
  }

  /**
   * The random bits at an index.
   *
   * @param index any number
   * @return 64 random bits
   */
  public long bits(long index) {
    return bits(key, index);
  }

  /** The same of the stream with a key, which {@link #bits(long)} of the stream above it gives. */
  static long bits(long key, long index) {
    return mix(key + GOLDEN * (index + 1));
  }

  /**
   * A number in [0, 1).
   *
   * @param index any number
   * @return a multiple of 2⁻⁵³
   */
  public double uniform(long index) {
    return (bits(index) >>> 11) * 0x1p-53;
  }

  /**
   * A whole number in [0, bound).
   *
   * @param index any number
   * @param bound more than 0, below 2⁶²
   * @return the number; the bias is below bound / 2⁶³
   */
  public long below(long index, long bound) {
    return Math.multiplyHigh(bits(index) >>> 1, bound << 1);
  }

  /**
   * A standard normal number (Box, Muller, "A note on the generation of random normal deviates",
   * 1958).
   *
   * @param index any number
   * @return the number
   */
  public double gaussian(long index) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * index)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(2 * index + 1));
  }

  /**
   * Scrambles 64 bits, one to one.
   *
   * @param z the bits
   * @return the scrambled bits
   */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
