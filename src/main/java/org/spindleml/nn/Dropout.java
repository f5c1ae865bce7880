package org.spindleml.nn;

import java.io.Serializable;

/**
 * Dropout: while training, each number of a block is set to 0 with chance {@code rate}, the others
 * are multiplied by 1 / (1 − rate), so that nothing need be scaled where all are kept (Srivastava,
 * Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout", 2014, section 10).
 *
 * <p>What is kept is a function of seed, step, leaf, row and unit ({@link CounterRandom}), so
 * nobody remembers it: the way back asks again. Each 64 random bits decide on four units, 16 bits
 * each: the rate is rounded to a multiple of 2⁻¹⁶, from one of them to all but one.
 *
 * @param rate share of numbers set to 0, at least 0 and below 1
 * @param place tells the layers of a network apart
 */
public record Dropout(double rate, int place) implements Serializable {
  private static final int LANE = 1 << 16;

  /**
   * Checks the rate.
   *
   * @param rate share of numbers set to 0
   * @param place tells the layers of a network apart
   * @throws IllegalArgumentException if the rate is out of range
   */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "dropout is " + rate + "; it must be at least 0 and below 1");
    }
  }

  /**
   * Whether anything is set to 0 at all.
   *
   * @return false for a rate of 0
   */
  public boolean isOn() {
    return rate > 0;
  }

  /** Of 2¹⁶ values of 16 random bits, those that set a number to 0. */
  private int dropped() {
    return (int) Math.max(1, Math.min(Math.round(rate * LANE), LANE - 1));
  }

  /**
   * y = x · mask.
   *
   * @param batch the block: where in their step its rows are
   * @param x rows × width
   * @param y rows × width; may be {@code x} itself
   * @param width numbers of a row
   */
  void apply(Batch batch, float[] x, float[] y, int width) {
    for (int part = 0; part < batch.parts(); part++) {
      int from = batch.start(part);
      long firstRow = batch.firstRow(part) - from;
      apply(batch.random(part), firstRow, x, y, from, batch.start(part + 1), width);
    }
  }

  /**
   * y = x · mask for some rows.
   *
   * @param random the random numbers of the leaf and step
   * @param firstRow index of the arrays' first row within the leaf's step
   * @param x rows × width
   * @param y rows × width; may be {@code x} itself
   * @param from the first row
   * @param to behind the last row
   * @param width numbers of a row
   */
  void apply(
      CounterRandom random, long firstRow, float[] x, float[] y, int from, int to, int width) {
    long layer = random.bits(place); // random.at(place), without an object for each block.
    int dropped = dropped();
    float scale = (float) (LANE / (double) (LANE - dropped));
    long words = (width + 3) / 4;
    for (int row = from; row < to; row++) {
      long word = (firstRow + row) * words;
      int end = (row + 1) * width;
      int i = row * width;
      for (; i + 4 <= end; i += 4) {
        long bits = CounterRandom.bits(layer, word++);
        y[i] = x[i] * factor(bits, dropped, scale);
        y[i + 1] = x[i + 1] * factor(bits >>> 16, dropped, scale);
        y[i + 2] = x[i + 2] * factor(bits >>> 32, dropped, scale);
        y[i + 3] = x[i + 3] * factor(bits >>> 48, dropped, scale);
      }
      for (long bits = CounterRandom.bits(layer, word); i < end; i++, bits >>>= 16) {
        y[i] = x[i] * factor(bits, dropped, scale);
      }
    }
  }

  /** The scale if the lowest 16 bits are a number of at least {@code dropped}, else 0. */
  private static float factor(long bits, int dropped, float scale) {
    // The sign of the difference, without a branch that nobody could predict.
    return scale * (((dropped - 1) - ((int) bits & (LANE - 1))) >>> 31);
  }
}
