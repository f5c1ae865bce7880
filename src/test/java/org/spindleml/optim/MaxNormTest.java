package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaxNormTest {
  @Test
  void shortensColumnsThatAreTooLong() {
    // A 2 × 3 matrix behind one number and before another.
    float[] w = {9, 3, 0.3f, 0, 4, 0.4f, -5, 9};
    new MaxNorm(1, List.of(new MaxNorm.Matrix(1, 2, 3))).shorten(w);
    assertArrayEquals(new float[] {9, 0.6f, 0.3f, 0, 0.8f, 0.4f, -1, 9}, w, 1e-7f);
    assertEquals(0.3f, w[2], "what is short enough keeps every bit");
  }

  @Test
  void hugeWeightsDoNotOverflow() {
    float[] w = {3e38f, 3e38f};
    new MaxNorm(2, List.of(new MaxNorm.Matrix(0, 2, 1))).shorten(w);
    assertArrayEquals(new float[] {1.4142135f, 1.4142135f}, w, 1e-6f);
  }

  @Test
  void zeroIsForAnyLength() {
    float[] w = {3, 4};
    new MaxNorm(0, List.of(new MaxNorm.Matrix(0, 2, 1))).shorten(w);
    assertArrayEquals(new float[] {3, 4}, w);
    assertEquals("no max-norm", MaxNorm.NONE.toString());
    assertEquals("max-norm 3.0", new MaxNorm(3, List.of()).toString());
  }

  @Test
  void impossibleBoundsAreRefused() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new MaxNorm(bad, List.of()));
    }
  }
}
