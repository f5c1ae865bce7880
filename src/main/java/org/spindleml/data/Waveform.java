package org.spindleml.data;

import org.spindleml.data.GeneratedTable.Column;

/**
 * Three classes of noisy waves: L. Breiman, J. H. Friedman, R. A. Olshen and C. J. Stone,
 * Classification and Regression Trees, 1984, section 2.6.1.
 *
 * <p>There are three triangular waves on the places 1 … 21, of height 6 and with their tops at 11,
 * 15 and 7. A row of class 0 mixes waves 1 and 2, class 1 waves 1 and 3, class 2 waves 2 and 3:
 *
 * <pre>{@code
 * x_i = u h_a(i) + (1 − u) h_b(i) + N(0, 1),   u uniform on [0, 1)
 * }</pre>
 *
 * <p>The best possible rule is wrong on about 14 % of the rows.
 */
public final class Waveform {
  private static final int PLACES = 21;
  private static final int[] TOPS = {11, 15, 7};
  private static final int[][] WAVES_OF_CLASS = {{0, 1}, {0, 2}, {1, 2}};

  private Waveform() {}

  /**
   * Rows to learn from.
   *
   * @param seed another seed, another sample
   * @param rows how many
   * @return columns x1 … x21 and label 0, 1 or 2
   */
  public static GeneratedTable train(long seed, long rows) {
    return table("waveform-train", seed, 0, rows);
  }

  /**
   * As many further rows of the same sample.
   *
   * @param seed as for the training rows
   * @param rows how many, as for the training rows
   * @return columns x1 … x21 and label 0, 1 or 2
   */
  public static GeneratedTable test(long seed, long rows) {
    return table("waveform-test", seed, rows, rows);
  }

  private static GeneratedTable table(String name, long seed, long first, long rows) {
    return new GeneratedTable(
        name,
        GeneratedTable.numbered("x", PLACES, 3, new Column("label", 0)),
        rows,
        index -> row(Draws.of(seed, first + index)));
  }

  private static double[] row(Draws draws) {
    int label = draws.below(WAVES_OF_CLASS.length);
    double u = draws.uniform();
    int[] waves = WAVES_OF_CLASS[label];
    double[] row = new double[PLACES + 1];
    for (int i = 1; i <= PLACES; i++) {
      row[i - 1] = u * wave(waves[0], i) + (1 - u) * wave(waves[1], i) + draws.normal();
    }
    row[PLACES] = label;
    return row;
  }

  /**
   * A triangular wave.
   *
   * @param wave 0, 1 or 2
   * @param place 1 … 21
   * @return its height there
   */
  static int wave(int wave, int place) {
    return Math.max(6 - Math.abs(place - TOPS[wave]), 0);
  }
}
