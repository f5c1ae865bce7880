package org.spindleml.nn;

import java.io.Serializable;

/**
 * How the numbers of a gradient's sum are kept, wherever they are added and however they travel.
 *
 * @param size how many there are
 * @param rounded how many of them, from the first on, are rounded to bfloat16, two bytes each;
 *     those behind them are float32, four bytes each
 */
public record SumFormat(int size, int rounded) implements Serializable {
  /**
   * Numbers as they are.
   *
   * @param size how many
   * @return the format
   */
  public static SumFormat float32(int size) {
    return new SumFormat(size, 0);
  }

  /**
   * The format of a range of the numbers.
   *
   * @param from the first
   * @param to behind the last
   * @return the format
   */
  public SumFormat slice(int from, int to) {
    return new SumFormat(to - from, Math.max(0, Math.min(rounded, to) - from));
  }

  /**
   * How long the numbers are as they travel.
   *
   * @return bytes
   */
  public long bytes() {
    return (long) Short.BYTES * rounded + (long) Float.BYTES * (size - rounded);
  }
}
