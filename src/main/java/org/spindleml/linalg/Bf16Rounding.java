package org.spindleml.linalg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * Rounds numbers to bfloat16 (float32's range, 8 significant bits): to the nearest one, ties to
 * even; what is beyond the largest becomes infinite, NaN stays NaN.
 *
 * <p>A bfloat16 is the upper half of the float32 that is equal to it. Owned by one thread at a
 * time; takes no memory after it was made.
 */
public final class Bf16Rounding {
  /** Numbers at once, at most: their way through three small arrays stays in the first cache. */
  private static final int LARGEST_PIECE = 2048;

  /** Positive infinity; above it, without the sign, is NaN. */
  private static final int INFINITY = 0x7F80_0000;

  // The way to the bits of many floats: JDK 17 does not vectorise floatToRawIntBits.
  private final FloatBuffer floats;
  private final IntBuffer floatBits;
  private final int[] bits;
  private final short[] upper;

  /**
   * Makes its scratch memory, a few kilobytes.
   *
   * @param longest numbers that it is given at once, at most
   */
  public Bf16Rounding(int longest) {
    int piece = Math.min(longest, LARGEST_PIECE);
    bits = new int[piece];
    upper = new short[piece];
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * piece).order(ByteOrder.nativeOrder());
    floats = bytes.asFloatBuffer();
    floatBits = bytes.asIntBuffer();
  }

  /**
   * Rounds numbers where they are.
   *
   * @param x array that holds them
   * @param offset where they begin
   * @param length how many
   */
  public void round(float[] x, int offset, int length) {
    for (int done = 0; done < length; done += bits.length) {
      int numbers = Math.min(bits.length, length - done);
      readBits(x, offset + done, numbers);
      round(bits, numbers);
      writeBits(numbers, x, offset + done);
    }
  }

  /**
   * Rounds numbers and writes them in two bytes each.
   *
   * @param x array that holds them
   * @param offset where they begin
   * @param length how many
   * @param to where to write, from its position on, which moves
   */
  public void narrow(float[] x, int offset, int length, ShortBuffer to) {
    for (int done = 0; done < length; done += bits.length) {
      int numbers = Math.min(bits.length, length - done);
      readBits(x, offset + done, numbers);
      round(bits, numbers);
      // Apart from the rounding: a loop that writes shorts is not vectorised, which costs its sums.
      for (int i = 0; i < numbers; i++) {
        upper[i] = (short) (bits[i] >>> 16);
      }
      to.put(upper, 0, numbers);
    }
  }

  /**
   * Reads what {@link #narrow} wrote.
   *
   * @param from where to read, from its position on, which moves
   * @param x array to fill
   * @param offset where to begin
   * @param length how many numbers
   */
  public void widen(ShortBuffer from, float[] x, int offset, int length) {
    for (int done = 0; done < length; done += bits.length) {
      int numbers = Math.min(bits.length, length - done);
      from.get(upper, 0, numbers);
      for (int i = 0; i < numbers; i++) {
        bits[i] = upper[i] << 16;
      }
      writeBits(numbers, x, offset + done);
    }
  }

  private void readBits(float[] x, int offset, int numbers) {
    floats.clear();
    floats.put(x, offset, numbers);
    floatBits.clear();
    floatBits.get(bits, 0, numbers);
  }

  private void writeBits(int numbers, float[] x, int offset) {
    floatBits.clear();
    floatBits.put(bits, 0, numbers);
    floats.clear();
    floats.get(x, offset, numbers);
  }

  /** Without a branch, and so vectorised: of NaN, nothing is added and its quiet bit is set. */
  private static void round(int[] bits, int length) {
    for (int i = 0; i < length; i++) {
      int x = bits[i];
      int ifNaN = (INFINITY - (x & 0x7FFF_FFFF)) >> 31;
      int half = 0x7FFF + ((x >>> 16) & 1);
      bits[i] = ((x + (half & ~ifNaN)) | (ifNaN & 0x0040_0000)) & 0xFFFF_0000;
    }
  }
}
