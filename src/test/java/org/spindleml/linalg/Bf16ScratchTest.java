package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rounding to bfloat16, and what goes into a product and comes out. */
class Bf16ScratchTest {
  private static float rounded(float x) {
    return rounded(new float[] {x}, 0, 1)[0];
  }

  private static float[] rounded(float[] x, int offset, int length) {
    try (Bf16Scratch scratch = new Bf16Scratch(new NaiveBf16Gemm(), 1)) {
      Bf16Matrix matrix = scratch.matrix(length);
      scratch.round(x, offset, length, matrix);
      float[] widened = new float[length];
      for (int i = 0; i < length; i++) {
        widened[i] = NaiveBf16Gemm.widen(matrix.pointer.get(i));
      }
      return widened;
    }
  }

  @Test
  void eightSignificantBitsTiesToEven() {
    assertEquals(1f, rounded(1f));
    assertEquals(1f, rounded(1f + 0x1p-8f), "halfway, down to the even neighbour");
    assertEquals(1f + 0x1p-6f, rounded(1f + 0x1.8p-7f), "halfway, up to the even neighbour");
    assertEquals(1f + 0x1p-7f, rounded(1f + 0x1p-8f + 0x1p-23f), "just above halfway");
    assertEquals(-1f - 0x1p-7f, rounded(-1f - 0x1p-7f));
    assertEquals(2f, rounded(0x1.ffp0f), "a carry into the exponent");
    assertEquals(Float.POSITIVE_INFINITY, rounded(Float.MAX_VALUE));
    assertEquals(Float.NEGATIVE_INFINITY, rounded(Float.NEGATIVE_INFINITY));
    assertEquals(-0f, rounded(-0f));
    assertTrue(Float.isNaN(rounded(Float.NaN)));
    assertTrue(Float.isNaN(rounded(Float.intBitsToFloat(0xFFC00000))), "what ∞ - ∞ gives");
  }

  @Test
  void ofManyNumbersEachTheNearest() {
    Random random = new Random(1);
    float[] x = new float[5003];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(60) - 30));
    }
    float[] y = rounded(x, 3, 5000);
    for (int i = 0; i < y.length; i++) {
      float want = x[3 + i];
      float unit = Math.ulp(want) * 0x1p16f;
      assertEquals(want, y[i], unit / 2, "number " + i);
      assertEquals(0, Float.floatToRawIntBits(y[i]) & 0xFFFF);
    }
  }

  @Test
  void aProductGoesWhereItBelongs() {
    float[] c = {9, 9, 1, 2, 3, 4, 9};
    try (Bf16Scratch scratch = new Bf16Scratch(new NaiveBf16Gemm(), 4)) {
      Bf16Matrix a = scratch.matrix(6);
      Bf16Matrix b = scratch.matrix(6);
      scratch.round(new float[] {1, 2, 3, 4, 5, 6}, 0, 6, a);
      scratch.round(new float[] {1, 0, 0, 1, 2, 0}, 0, 6, b);
      scratch.multiply(false, false, 2, 2, 3, a, b, 1, c, 2);
      assertArrayEquals(new float[] {9, 9, 8, 4, 19, 9, 9}, c);
      scratch.multiply(true, true, 2, 2, 3, a, b, 0, c, 2);
      assertArrayEquals(new float[] {9, 9, 1, 7, 2, 10, 9}, c);
    }
  }

  @Test
  void refusesWhatNoBufferHolds() {
    String error =
        assertThrows(
                IllegalArgumentException.class,
                () -> new Bf16Scratch(new NaiveBf16Gemm(), (1 << 28) + 1))
            .getMessage();
    assertTrue(error.contains("at most 268435456 numbers, found 268435457"), error);
  }
}
