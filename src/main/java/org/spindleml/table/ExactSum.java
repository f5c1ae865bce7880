package org.spindleml.table;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The exact sum of doubles, whatever their order and number: a fixed-point number wide enough for
 * every double, in 32-bit digits each held in a {@code long} with room for carries (Neal, "Fast
 * exact summation using small and large superaccumulators", 2015). Of its digits it holds those
 * between the lowest and the highest that a number has touched: a table has thousands of sums, and
 * most columns need four or five.
 */
public final class ExactSum {
  /** Memory where numbers are of about one size: five digits, headers of this and the array. */
  static final int BYTES = 5 * Long.BYTES + 48;

  /** Digit i weighs 2^(32 i − 1074): the first holds the smallest subnormal. */
  private static final int DIGIT_BITS = 32;

  private static final long DIGIT_MASK = 0xFFFFFFFFL;

  /** A digit takes 2³¹ additions of less than 2³² before it could overflow. */
  private static final int ADDITIONS_BEFORE_CARRY = 1 << 30;

  private static final BigDecimal SMALLEST = new BigDecimal(Double.MIN_VALUE);

  private static final long[] NO_DIGITS = {};

  /** The digits {@code first}, {@code first + 1} …; the last one has the sign. */
  private long[] digits = NO_DIGITS;

  private int first;
  private int additions;

  /**
   * Adds a number.
   *
   * @param x any finite number
   */
  public void add(double x) {
    if (x == 0) {
      return;
    }
    long bits = Double.doubleToRawLongBits(x);
    add(mantissa(bits), exponent(bits));
  }

  /** A double's exponent as its bits hold it, that of subnormal numbers as 1. */
  static int exponent(long bits) {
    return Math.max(1, (int) (bits >>> 52) & 0x7FF);
  }

  /** A double's mantissa of 53 bits, with its sign. */
  static long mantissa(long bits) {
    long fraction = bits & 0xFFFFFFFFFFFFFL;
    long magnitude = (bits & 0x7FFL << 52) == 0 ? fraction : fraction | 1L << 52;
    return bits < 0 ? -magnitude : magnitude;
  }

  /**
   * Adds mantissa · 2^(exponent − 1075).
   *
   * @param mantissa with its sign, of magnitude below 2⁶³
   * @param exponent as a double's bits hold it, at least 1
   */
  void add(long mantissa, int exponent) {
    long sign = mantissa >> 63;
    long magnitude = (mantissa ^ sign) - sign;
    int place = (exponent - 1) >>> 5;
    int shift = (exponent - 1) & 31;
    // Shifted into place it covers up to 63 + 31 bits: three digits.
    cover(place, place + 3);
    int digit = place - first;
    digits[digit] += (((magnitude << shift) & DIGIT_MASK) ^ sign) - sign;
    digits[digit + 1] += (((magnitude >>> (32 - shift)) & DIGIT_MASK) ^ sign) - sign;
    digits[digit + 2] += (((magnitude >>> 32) >>> (32 - shift)) ^ sign) - sign;
    if (++additions == ADDITIONS_BEFORE_CARRY) {
      carry();
    }
  }

  /**
   * Adds the exact product of two numbers.
   *
   * @param x any finite number
   * @param y any finite number whose product with {@code x} does not overflow
   */
  public void addProduct(double x, double y) {
    double product = x * y;
    add(product);
    add(Math.fma(x, y, -product));
  }

  /**
   * Adds another sum.
   *
   * @param other the other sum; its digits are carried
   */
  public void add(ExactSum other) {
    other.carry();
    carry();
    cover(other.first, other.first + other.digits.length);
    int shift = other.first - first;
    for (int i = 0; i < other.digits.length; i++) {
      digits[i + shift] += other.digits[i];
    }
    additions = 2;
  }

  /** Makes room for the digits [from, to). */
  private void cover(int from, int to) {
    int end = first + digits.length;
    if (from >= to || from >= first && to <= end) {
      return;
    }
    if (digits.length == 0) {
      first = from;
      digits = new long[to - from];
      return;
    }
    int newFirst = Math.min(first, from);
    long[] wider = new long[Math.max(end, to) - newFirst];
    System.arraycopy(digits, 0, wider, first - newFirst, digits.length);
    first = newFirst;
    digits = wider;
  }

  /** Brings every digit but the last, which keeps the sign, into [0, 2³²), and it near to that. */
  private void carry() {
    int last = digits.length - 1;
    for (int i = 0; i < last; i++) {
      digits[i + 1] += digits[i] >> DIGIT_BITS;
      digits[i] &= DIGIT_MASK;
    }
    if (last >= 0 && digits[last] != (int) digits[last]) {
      cover(first, first + last + 2);
      digits[last + 1] = digits[last] >> DIGIT_BITS;
      digits[last] &= DIGIT_MASK;
    }
    additions = 1;
  }

  /**
   * The sum itself.
   *
   * @return the exact value
   */
  public BigDecimal value() {
    BigInteger sum = BigInteger.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      sum = sum.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
    }
    return new BigDecimal(sum.shiftLeft(DIGIT_BITS * first)).multiply(SMALLEST);
  }

  /**
   * Writes sign and magnitude: the digits between the first and the last that are not 0.
   *
   * @param out where to
   * @throws IOException if {@code out} fails
   */
  public void write(DataOutput out) throws IOException {
    carry();
    int count = digits.length;
    long sign = count > 0 && digits[count - 1] < 0 ? -1 : 1;
    long[] magnitude = new long[count];
    long carry = 0;
    int start = count;
    int end = count;
    for (int i = 0; i < count; i++) {
      long digit = sign * digits[i] + carry;
      magnitude[i] = digit & DIGIT_MASK;
      carry = digit >> DIGIT_BITS;
      if (magnitude[i] != 0) {
        start = Math.min(start, i);
        end = i + 1;
      }
    }
    out.writeByte((int) sign);
    out.writeByte(first + start);
    out.writeByte(first + end);
    for (int i = start; i < end; i++) {
      out.writeInt((int) magnitude[i]);
    }
  }

  /**
   * Adds a sum that {@link #write} wrote.
   *
   * @param in where from
   * @throws IOException if {@code in} fails
   */
  public void addFrom(DataInput in) throws IOException {
    carry();
    long sign = in.readByte();
    int start = in.readByte();
    int end = in.readByte();
    cover(start, end);
    for (int i = start - first; i < end - first; i++) {
      digits[i] += sign * (in.readInt() & DIGIT_MASK);
    }
    additions = 2;
  }

  @Override
  public String toString() {
    return "exactly " + value().doubleValue();
  }
}
