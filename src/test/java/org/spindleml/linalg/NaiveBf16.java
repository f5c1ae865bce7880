package org.spindleml.linalg;

/** Rounding to bfloat16 by its definition, in double, where every step is exact. */
public final class NaiveBf16 {
  private NaiveBf16() {}

  /**
   * The nearest bfloat16, ties to even.
   *
   * @param x any number
   * @return the number as float32; infinite beyond the largest, NaN of NaN
   */
  public static float round(float x) {
    // Of 8 significant bits the last; the exponent of numbers below the normal ones is theirs.
    double unit =
        Math.scalb(1.0, Math.max(Math.getExponent(x), Float.MIN_EXPONENT) - (Byte.SIZE - 1));
    return (float) (Math.rint(x / unit) * unit);
  }
}
