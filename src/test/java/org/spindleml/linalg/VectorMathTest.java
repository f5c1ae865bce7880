package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Holds the errors that {@link VectorMath} states, in units of 2⁻²⁴. */
class VectorMathTest {
  private static final double UNIT = 0x1p-24;
  private static final double SMALLEST_NORMAL = Float.MIN_NORMAL;

  private interface FloatFunction {
    float at(float x);
  }

  @Test
  void exp() {
    assertClose(
        VectorMath::exp, StrictMath::exp, -87, 88.7, x -> (6 + 5 * Math.abs(x)) * Math.exp(x));
    assertLimits(VectorMath::exp, 0, Double.POSITIVE_INFINITY);
    assertEquals(1f, VectorMath.exp(0f));
  }

  @Test
  void expm1() {
    assertClose(
        VectorMath::expm1,
        StrictMath::expm1,
        -100,
        88.7,
        x -> (8 + 5 * Math.abs(x)) * Math.abs(Math.expm1(x)));
    assertLimits(VectorMath::expm1, -1, Double.POSITIVE_INFINITY);
  }

  @Test
  void sigmoid() {
    DoubleUnaryOperator exact = x -> 1 / (1 + StrictMath.exp(-x));
    assertClose(VectorMath::sigmoid, exact, -100, 100, x -> 2e-7 / UNIT);
    assertClose(VectorMath::sigmoid, exact, -87, 0, x -> (8 - 5 * x) * exact.applyAsDouble(x));
    assertLimits(VectorMath::sigmoid, 0, 1);
  }

  @Test
  void tanh() {
    assertClose(
        VectorMath::tanh, StrictMath::tanh, -30, 30, x -> 16 * Math.abs(StrictMath.tanh(x)));
    assertLimits(VectorMath::tanh, -1, 1);
  }

  @Test
  void erf() {
    assertClose(VectorMath::erf, VectorMathTest::erf, -6, 6, x -> 8 * Math.abs(erf(x)));
    assertLimits(VectorMath::erf, -1, 1);
  }

  @Test
  void normalCdf() {
    assertClose(
        VectorMath::normalCdf, x -> 0.5 + 0.5 * erf(x / Math.sqrt(2)), -9, 9, x -> 2.5e-7 / UNIT);
    assertLimits(VectorMath::normalCdf, 0, 1);
  }

  @Test
  void normalPdf() {
    assertClose(
        VectorMath::normalPdf,
        x -> StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI),
        -20,
        20,
        x -> 1.5e-7 / UNIT);
    assertLimits(VectorMath::normalPdf, 0, 0);
  }

  @Test
  void softplus() {
    DoubleUnaryOperator exact =
        x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    assertClose(VectorMath::softplus, exact, 0, 200, x -> 12 * exact.applyAsDouble(x));
    assertClose(VectorMath::softplus, exact, -87, 0, x -> (12 - 5 * x) * exact.applyAsDouble(x));
    assertLimits(VectorMath::softplus, 0, Double.POSITIVE_INFINITY);
  }

  /** |f(x) - exact(x)| ≤ units(x) · 2⁻²⁴ on a grid, at random and close to 0. */
  private static void assertClose(
      FloatFunction f,
      DoubleUnaryOperator exact,
      double from,
      double to,
      DoubleUnaryOperator units) {
    SplittableRandom random = new SplittableRandom(7);
    int points = 200_000;
    double worst = 0;
    float worstAt = 0;
    for (int i = 0; i < 3 * points; i++) {
      double scale =
          switch (i % 3) {
            case 0 -> (double) i / (3 * points);
            case 1 -> random.nextDouble();
            default -> Math.pow(2, -40 * random.nextDouble());
          };
      double x =
          i % 3 == 2 ? (random.nextBoolean() ? to : from) * scale : from + scale * (to - from);
      float at = (float) x;
      double error = Math.abs(f.at(at) - exact.applyAsDouble(at));
      double allowed = UNIT * units.applyAsDouble(at) + SMALLEST_NORMAL * UNIT;
      if (error / allowed > worst) {
        worst = error / allowed;
        worstAt = at;
      }
    }
    assertTrue(worst <= 1, worst + " times the stated error at " + worstAt);
  }

  private static void assertLimits(FloatFunction f, double atMinusInfinity, double atInfinity) {
    for (float x : new float[] {200f, 1e4f, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertEquals(atMinusInfinity, f.at(-x), 1e-7, "at " + -x);
      double right = f.at(x);
      assertTrue(
          right == atInfinity || Math.abs(right - atInfinity) < 1e-7 || right == x,
          () -> "at " + x + ": " + right);
    }
    assertTrue(Float.isNaN(f.at(Float.NaN)));
    assertTrue(Float.isFinite(f.at(Float.MIN_VALUE)));
  }

  @Test
  void innerProductsAtOddSizes() {
    SplittableRandom random = new SplittableRandom(3);
    for (int n : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 63, 1000}) {
      float[] x = new float[n];
      float[] y = new float[n + 2];
      double[] z = new double[n + 1];
      double withFloats = 0;
      double withDoubles = 0;
      for (int i = 0; i < n; i++) {
        x[i] = (float) random.nextDouble(-1, 1);
        y[i] = (float) random.nextDouble(-1, 1);
        z[i] = random.nextDouble(-1, 1);
        withFloats += (double) x[i] * y[i];
        withDoubles += x[i] * z[i];
      }
      y[n] = Float.NaN; // does not count
      z[n] = Double.NaN;
      assertEquals(withFloats, VectorMath.dot(x, y), 1e-13 * n);
      assertEquals(withDoubles, VectorMath.dot(x, z), 1e-13 * n);
    }
  }

  /**
   * The error function in double: its Taylor series near 0, a continued fraction elsewhere
   * (Abramowitz and Stegun 7.1.5 and 7.1.14).
   */
  static double erf(double x) {
    double z = Math.abs(x);
    if (z < 3) {
      double term = z;
      double sum = z;
      for (int n = 1; n < 100; n++) {
        term *= -z * z / n;
        sum += term / (2 * n + 1);
      }
      return Math.signum(x) * 2 / Math.sqrt(Math.PI) * sum;
    }
    double fraction = z;
    for (int n = 80; n > 0; n--) {
      fraction = z + n / 2.0 / fraction;
    }
    return Math.signum(x) * (1 - StrictMath.exp(-z * z) / Math.sqrt(Math.PI) / fraction);
  }
}
