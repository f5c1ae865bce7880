package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ShortBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers rounded to bfloat16 beside {@link NaiveBf16}, and their way through two bytes. */
class Bf16RoundingTest {
  private final Bf16Rounding rounding = new Bf16Rounding(1 << 16);

  private float[] rounded(float... x) {
    rounding.round(x, 0, x.length);
    return x;
  }

  private static void assertSameBits(float expected, float actual, int bits) {
    String about = Integer.toHexString(bits);
    if (Float.isNaN(expected)) {
      assertTrue(Float.isNaN(actual), about);
    } else {
      assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual), about);
    }
  }

  /** Every bfloat16 with what may follow it: nothing, a tie, and what lies just beside one. */
  @Test
  void nearestOfAllSignsAndExponents() {
    int[] lower = {0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF, new Random(1).nextInt(1 << 16)};
    for (int l : lower) {
      float[] x = new float[1 << 16];
      for (int upper = 0; upper < x.length; upper++) {
        x[upper] = Float.intBitsToFloat(upper << 16 | l);
      }
      float[] found = rounded(x.clone());
      for (int upper = 0; upper < x.length; upper++) {
        assertSameBits(NaiveBf16.round(x[upper]), found[upper], upper << 16 | l);
        assertEquals(0, Float.floatToRawIntBits(found[upper]) & 0xFFFF);
      }
    }
  }

  @Test
  void whatIsKnown() {
    float largest = 0x1.FEp127f;
    assertArrayEquals(
        new float[] {
          1, 1 + 0x1p-6f, 2, largest, Float.POSITIVE_INFINITY, 0, 0x1p-133f, Float.NaN, Float.NaN
        },
        rounded(
            1 + 0x1p-8f,
            1 + 0x1.8p-7f,
            0x1.FFp0f,
            Math.nextDown(0x1.FFp127f),
            0x1.FFp127f,
            0x1p-134f,
            Math.nextUp(0x1p-134f),
            Float.intBitsToFloat(0x7FFF_FFFF),
            Float.intBitsToFloat(0xFF80_0001)));
  }

  @Test
  void anyRangeAndNothingBesideIt() {
    Random random = new Random(2);
    for (int length : new int[] {0, 1, 2047, 2048, 2049, 5000}) {
      float[] x = new float[length + 7];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (random.nextGaussian() * Math.exp(10 * random.nextGaussian()));
      }
      float[] expected = x.clone();
      for (int i = 3; i < 3 + length; i++) {
        expected[i] = NaiveBf16.round(x[i]);
      }
      ShortBuffer narrow = ShortBuffer.allocate(length + 2).position(2);
      rounding.narrow(x, 3, length, narrow);
      float[] widened = x.clone();
      rounding.widen(narrow.position(2), widened, 3, length);
      assertArrayEquals(expected, widened);
      rounding.round(x, 3, length);
      assertArrayEquals(expected, x);
    }
  }

  @Test
  void twoBytesHoldEveryRoundedNumber() {
    float[] x = new float[1 << 16];
    for (int upper = 0; upper < x.length; upper++) {
      x[upper] = Float.intBitsToFloat(upper << 16);
    }
    ShortBuffer narrow = ShortBuffer.allocate(x.length);
    rounding.narrow(x, 0, x.length, narrow);
    float[] found = new float[x.length];
    rounding.widen(narrow.rewind(), found, 0, x.length);
    for (int upper = 0; upper < x.length; upper++) {
      assertSameBits(x[upper], found[upper], upper << 16);
    }
  }
}
