package org.spindleml.linalg;

/**
 * Elementwise functions in plain float arithmetic, and sums over whole arrays.
 *
 * <p>Each function is made of sums, products, quotients, {@code Math.min}, {@code Math.max} and
 * {@code Math.abs}: no branch, table, rounding or bit pattern. So the just-in-time compiler inlines
 * it into any loop {@code y[i] = f(x[i])} and vectorises the loop, and the bits are the same in the
 * interpreter, in compiled code and on every processor. HotSpot unrolls, hence vectorises, only
 * loop bodies of up to about 60 operations: call one of these functions per loop, not two. And it
 * cannot tell whether {@code x[xOffset + i]} and {@code y[yOffset + i]} are the same float, so JDK
 * 17 leaves such a loop scalar, ten times slower: use one index for all arrays of a loop.
 *
 * <p>Infinite arguments give the limit, NaN gives NaN. The stated errors are the largest seen on
 * dense grids and random points against double precision, rounded up; a test holds them. One unit
 * is 2⁻²⁴, half the distance between 1 and the next float.
 */
public final class VectorMath {
  /** e^-20 vanishes beside 1. */
  private static final float VANISHING = 20f;

  private VectorMath() {}

  /**
   * e^a - 1 for a ≥ -20, where every other function gets its exponential from: that of a/128 by a
   * polynomial, then seven doublings of the argument by e^2a - 1 = (e^a - 1)(2 + (e^a - 1)).
   */
  static float expm1From(float a) {
    float r = a * 0.0078125f;
    // Minimax for (expm1(r) - r) / r² on [-20, 89] / 128; relative error of expm1 5.6e-8.
    float q = 1.74148323e-3f;
    q = q * r + 8.15870333e-3f;
    q = q * r + 4.16854061e-2f;
    q = q * r + 1.66670755e-1f;
    q = q * r + 4.99999553e-1f;
    float e = r + r * r * q;
    e = e * (2f + e);
    e = e * (2f + e);
    e = e * (2f + e);
    e = e * (2f + e);
    e = e * (2f + e);
    e = e * (2f + e);
    return e * (2f + e);
  }

  /**
   * e^x, by e^-|x| = 1 / e^|x| for negative x, which keeps the relative accuracy.
   *
   * @param x any float
   * @return e^x; relative error at most 6 + 5 |x| units
   */
  public static float exp(float x) {
    float large = 1f + expm1From(Math.abs(x));
    // The last product is above the large value for x > 0 and negative for x < 0.
    return Math.max(1f / large, Math.min(large, x * 1e38f));
  }

  /**
   * e^x - 1.
   *
   * @param x any float
   * @return e^x - 1; relative error at most 8 + 5 |x| units
   */
  public static float expm1(float x) {
    return expm1From(Math.max(x, -VANISHING));
  }

  /**
   * The logistic function 1 / (1 + e^-x).
   *
   * @param x any float
   * @return between 0 and 1; absolute error at most 2e-7, relative error for x &lt; 0 at most 8 + 5
   *     |x| units
   */
  public static float sigmoid(float x) {
    return 1f / (2f + expm1From(-Math.min(x, VANISHING)));
  }

  /**
   * The hyperbolic tangent, (e^2x - 1) / (e^2x + 1).
   *
   * @param x any float
   * @return between -1 and 1; relative error at most 16 units
   */
  public static float tanh(float x) {
    float e = expm1From(Math.max(-VANISHING, Math.min(x + x, VANISHING)));
    return e / (e + 2f);
  }

  /**
   * The error function.
   *
   * @param x any float
   * @return between -1 and 1; relative error at most 8 units
   */
  public static float erf(float x) {
    float a = Math.max(-3.95f, Math.min(x, 3.95f));
    float u = a * a;
    // Minimax rational function of x² for erf(x) / x on |x| ≤ 3.95, relative error 2.1e-8.
    float p = 2.02590536e-6f;
    p = p * u + 2.84687994e-4f;
    p = p * u + 3.80817475e-3f;
    p = p * u + 5.28754890e-2f;
    p = p * u + 1.91550627e-1f;
    p = p * u + 1.12837911f;
    float q = 3.78317854e-5f;
    q = q * u + 1.17072894e-3f;
    q = q * u + 1.50551163e-2f;
    q = q * u + 1.14559755e-1f;
    q = q * u + 5.03090024e-1f;
    q = q * u + 1f;
    return Math.max(-1f, Math.min(a * p / q, 1f));
  }

  /**
   * The standard normal distribution function Φ, the gate of GELU.
   *
   * @param x any float
   * @return between 0 and 1; absolute error at most 2.5e-7
   */
  public static float normalCdf(float x) {
    return 0.5f + 0.5f * erf(x * 0.70710678f);
  }

  /**
   * The standard normal density φ.
   *
   * @param x any float
   * @return at least 0; absolute error at most 1.5e-7
   */
  public static float normalPdf(float x) {
    return 0.39894228f / (1f + expm1From(0.5f * x * x));
  }

  /**
   * ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).
   *
   * @param x any float
   * @return at least 0; relative error at most 12 units for x ≥ 0, at most 12 + 5 |x| units for x
   *     &lt; 0
   */
  public static float softplus(float x) {
    // With y = e^-|x|: ln(1 + y) = 2 atanh(t / 2) for t = 2y / (2 + y) = 1 / (0.5 + e^|x|) ≤ 2/3.
    float t = 1f / (1.5f + expm1From(Math.abs(x)));
    float v = t * t;
    // Minimax for (2 atanh(t / 2) / t - 1) / t², relative error of the logarithm 1.9e-7.
    float p = 2.65605212e-3f;
    p = p * v + 1.23855667e-2f;
    p = p * v + 8.33419487e-2f;
    return Math.max(x, 0f) + (t + t * v * p);
  }

  /**
   * to += from. Four times as fast if both offsets are the same.
   *
   * @param from array to read
   * @param fromOffset where to begin reading
   * @param to array to add to
   * @param toOffset where to begin adding
   * @param length how many floats
   */
  public static void add(float[] from, int fromOffset, float[] to, int toOffset, int length) {
    if (fromOffset == toOffset) {
      for (int i = toOffset; i < toOffset + length; i++) {
        to[i] += from[i];
      }
    } else {
      for (int i = 0; i < length; i++) {
        to[toOffset + i] += from[fromOffset + i];
      }
    }
  }

  /**
   * The sum in double, always added in the same order.
   *
   * @param x array to read
   * @param offset where to begin
   * @param length how many floats
   * @return the sum; 0 for no floats
   */
  public static double sum(float[] x, int offset, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = offset + length;
    int i = offset;
    for (; i + 4 <= end; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < end; i++) {
      a += x[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * The sum of squares in double, always added in the same order.
   *
   * @param x array to read
   * @param offset where to begin
   * @param length how many floats
   * @return the sum; 0 for no floats
   */
  public static double sumOfSquares(float[] x, int offset, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = offset + length;
    int i = offset;
    for (; i + 4 <= end; i += 4) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      c += (double) x[i + 2] * x[i + 2];
      d += (double) x[i + 3] * x[i + 3];
    }
    for (; i < end; i++) {
      a += (double) x[i] * x[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * An inner product in double, always added in the same order.
   *
   * @param x one array
   * @param y the other; its first {@code x.length} numbers count
   * @return Σ x y; 0 for no numbers
   */
  public static double dot(float[] x, float[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      a += (double) x[i] * y[i];
      b += (double) x[i + 1] * y[i + 1];
      c += (double) x[i + 2] * y[i + 2];
      d += (double) x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      a += (double) x[i] * y[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * An inner product in double, always added in the same order.
   *
   * @param x one array
   * @param y the other; its first {@code x.length} numbers count
   * @return Σ x y; 0 for no numbers
   */
  public static double dot(float[] x, double[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      a += x[i] * y[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * Whether every float is finite.
   *
   * @param x array to read
   * @param offset where to begin
   * @param length how many floats
   * @return false if one is NaN or infinite
   */
  public static boolean allFinite(float[] x, int offset, int length) {
    // A sum that is finite has no other terms. Eight of them: each waits for its own last term
    // only.
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int end = offset + length;
    int i = offset;
    for (; i + 8 <= end; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    for (; i < end; i++) {
      a += x[i];
    }
    return Float.isFinite(((a + b) + (c + d)) + ((e + f) + (g + h))) || eachFinite(x, offset, end);
  }

  private static boolean eachFinite(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(x[i])) {
        return false;
      }
    }
    return true;
  }
}
