package org.spindleml.data;

import org.spindleml.data.GeneratedTable.Column;

/**
 * One Gaussian cloud a class, in any number of dimensions: tables of any size and width.
 *
 * <p>A row is its class's centre plus N(0, 1) in every column. Centres are drawn so that two of
 * them are about {@value #DISTANCE} deviations apart whatever the width, so more columns do not
 * make the classes easier to tell apart: two classes overlap by about 7 %.
 */
public final class Blobs {
  /** Root mean squared distance of two centres, in deviations. */
  private static final double DISTANCE = 3;

  /** Centres are rows below 0: no row of the table shares their numbers. */
  private static final long CENTRES = -1;

  private Blobs() {}

  /**
   * The table.
   *
   * @param seed another seed, another table
   * @param rows how many rows
   * @param features how many inputs
   * @param classes how many classes, each as likely
   * @return columns x1 … and label 0 … classes − 1
   */
  public static GeneratedTable table(long seed, long rows, int features, int classes) {
    float[][] centres = new float[classes][features];
    double deviation = DISTANCE / StrictMath.sqrt(2.0 * features);
    for (int k = 0; k < classes; k++) {
      Draws draws = Draws.of(seed, CENTRES - k);
      for (int j = 0; j < features; j++) {
        centres[k][j] = (float) (deviation * draws.normal());
      }
    }
    return new GeneratedTable(
        "blobs",
        GeneratedTable.numbered("x", features, 4, new Column("label", 0)),
        rows,
        index -> row(Draws.of(seed, index), centres));
  }

  private static double[] row(Draws draws, float[][] centres) {
    int label = draws.below(centres.length);
    float[] centre = centres[label];
    double[] row = new double[centre.length + 1];
    for (int j = 0; j < centre.length; j++) {
      row[j] = centre[j] + draws.normal();
    }
    row[centre.length] = label;
    return row;
  }
}
