package org.spindleml.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each elementwise activation against its formula in double, and its slope by differences. */
class ActivationTest {
  private static final float PRELU_SLOPE = 0.3f;

  /** Everything between −50 and 50, then far out. 0, where some have a kink, is not in it. */
  private static final float[] GRID = grid();

  private static float[] grid() {
    float[] grid = new float[1010];
    for (int i = 0; i < 1000; i++) {
      grid[i] = (i - 499.5f) / 10;
    }
    float[] far = {1e-3f, 9, 50, 100, 1e4f};
    for (int i = 0; i < far.length; i++) {
      grid[1000 + 2 * i] = far[i];
      grid[1001 + 2 * i] = -far[i];
    }
    return grid;
  }

  private static float[] forward(Activation activation, float... x) {
    float[] y = new float[x.length];
    activation.forward(x, y, x.length, 1, new float[] {PRELU_SLOPE}, 0);
    return y;
  }

  private static float[] slopes(Activation activation, float... x) {
    float[] d = new float[x.length];
    Arrays.fill(d, 1);
    float[] w = {PRELU_SLOPE};
    activation.backward(x, forward(activation, x), d, x.length, 1, w, 0, new float[1]);
    return d;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
  void valuesFollowTheFormula(Activation activation) {
    float[] y = forward(activation, GRID);
    for (int i = 0; i < GRID.length; i++) {
      double expected = ReferenceActivation.value(activation, GRID[i], PRELU_SLOPE);
      // A few roundings of a value of order 1, or of its own size where it is larger. A function
      // of the form x · Φ(x) multiplies Φ's rounding by x.
      double tolerance =
          4e-7 * Math.max(1, Math.min(8, Math.abs(GRID[i]))) + 4e-7 * Math.abs(expected);
      assertEquals(expected, y[i], tolerance, "at " + GRID[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
  void slopesAreThoseOfTheFormula(Activation activation) {
    float[] d = slopes(activation, GRID);
    for (int i = 0; i < GRID.length; i++) {
      double h = 1e-5 * Math.max(1, Math.abs(GRID[i]));
      double above = ReferenceActivation.value(activation, GRID[i] + h, PRELU_SLOPE);
      double below = ReferenceActivation.value(activation, GRID[i] - h, PRELU_SLOPE);
      // All slopes are of order 1; x · σ (1 − σ) magnifies the rounding of σ by x.
      double tolerance = 4e-7 * Math.max(5, Math.min(20, Math.abs(GRID[i])));
      assertEquals((above - below) / (2 * h), d[i], tolerance, "at " + GRID[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
  void farOutNothingOverflows(Activation activation) {
    float[] x = {1e4f, -1e4f, 1e19f, -1e19f, 1e30f, -1e30f, 1e38f, -1e38f};
    for (float y : forward(activation, x)) {
      assertTrue(Float.isFinite(y), Arrays.toString(forward(activation, x)));
    }
    for (float d : slopes(activation, x)) {
      assertTrue(Float.isFinite(d), Arrays.toString(slopes(activation, x)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nanStaysNan(Activation activation) {
    assertTrue(Float.isNaN(forward(activation, Float.NaN)[0]), "value");
    if (activation != Activation.LINEAR) {
      assertTrue(Float.isNaN(slopes(activation, Float.NaN)[0]), "slope");
    }
  }

  @ParameterizedTest
  @EnumSource
  void inPlaceGivesTheSameBits(Activation activation) {
    if (activation.slopeFromOutput()) {
      float[] x = GRID.clone();
      activation.forward(x, x, 101, 10, new float[0], 0);
      float[] y = new float[GRID.length];
      activation.forward(GRID, y, 101, 10, new float[0], 0);
      assertArrayEquals(y, x, 0f);
    }
  }

  @Test
  void theSlopeAtAKinkIsTheOneFromTheLeft() {
    assertEquals(0f, slopes(Activation.RELU, 0)[0]);
    assertEquals(0.01f, slopes(Activation.LEAKY_RELU, 0)[0]);
    assertEquals(PRELU_SLOPE, slopes(Activation.PRELU, 0)[0]);
    assertEquals(1f, slopes(Activation.ELU, 0)[0]);
    assertEquals(1.7580993f, slopes(Activation.SELU, 0)[0], 1e-6f);
  }

  @Test
  void preluLearnsItsSlopePerUnit() {
    float[] x = {-2, 3, -1, -4, 5, -6};
    float[] w = {9, 0.25f, 0.5f, -0.5f};
    float[] y = new float[6];
    Activation.PRELU.forward(x, y, 2, 3, w, 1);
    assertArrayEquals(new float[] {-0.5f, 3, 0.5f, -1, 5, 3}, y);

    float[] d = {1, 2, 3, 4, 5, 6};
    float[] dw = {0, 100, 0, 0};
    Activation.PRELU.backward(x, y, d, 2, 3, w, 1, dw);
    assertArrayEquals(new float[] {0.25f, 2, -1.5f, 1, 5, -3}, d);
    // Unit 1: 1 · −2 + 4 · −4; unit 2 was never negative; unit 3: 3 · −1 + 6 · −6.
    assertArrayEquals(new float[] {0, 100 - 18, 0, -39}, dw);
  }

  @Test
  void softmaxSlopesAreItsMatrix() {
    float[] x = {1, -2, 0.5f, 100, 99, -1e4f};
    float[] y = new float[6];
    Activation.SOFTMAX.forward(x, y, 2, 3, new float[0], 0);
    float[] e = {1, 2, -3, 4, 5, 6};
    float[] d = e.clone();
    Activation.SOFTMAX.backward(x, y, d, 2, 3, new float[0], 0, new float[0]);
    for (int r = 0; r < 2; r++) {
      double[] p = ReferenceLoss.softmax(new double[] {x[3 * r], x[3 * r + 1], x[3 * r + 2]});
      for (int j = 0; j < 3; j++) {
        double expected = 0;
        for (int k = 0; k < 3; k++) {
          expected += e[3 * r + k] * p[k] * ((j == k ? 1 : 0) - p[j]);
        }
        assertEquals(p[j], y[3 * r + j], 2e-7);
        assertEquals(expected, d[3 * r + j], 2e-6);
      }
    }
  }
}
