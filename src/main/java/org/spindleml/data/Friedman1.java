package org.spindleml.data;

import org.spindleml.data.GeneratedTable.Column;

/**
 * A smooth function of five inputs among ten, with noise: the regression example of J. H. Friedman,
 * Multivariate Adaptive Regression Splines, Annals of Statistics 19(1), 1991, equation 61.
 *
 * <pre>{@code
 * y = 10 sin(π x1 x2) + 20 (x3 − 0.5)² + 10 x4 + 5 x5 + N(0, 1),   x1 … x10 uniform on [0, 1)
 * }</pre>
 *
 * <p>No model can have a mean squared error below 1, the variance of the noise.
 */
public final class Friedman1 {
  private static final int INPUTS = 10;

  private Friedman1() {}

  /**
   * Rows to learn from.
   *
   * @param seed another seed, another sample
   * @param rows how many
   * @return columns x1 … x10 and y
   */
  public static GeneratedTable train(long seed, long rows) {
    return table("friedman1-train", seed, 0, rows);
  }

  /**
   * As many further rows of the same sample.
   *
   * @param seed as for the training rows
   * @param rows how many, as for the training rows
   * @return columns x1 … x10 and y
   */
  public static GeneratedTable test(long seed, long rows) {
    return table("friedman1-test", seed, rows, rows);
  }

  private static GeneratedTable table(String name, long seed, long first, long rows) {
    return new GeneratedTable(
        name,
        GeneratedTable.numbered("x", INPUTS, 6, new Column("y", 6)),
        rows,
        index -> row(Draws.of(seed, first + index)));
  }

  private static double[] row(Draws draws) {
    double[] x = new double[INPUTS + 1];
    for (int i = 0; i < INPUTS; i++) {
      x[i] = draws.uniform();
    }
    x[INPUTS] = mean(x) + draws.normal();
    return x;
  }

  /**
   * The function without its noise.
   *
   * @param x the inputs, x1 first
   * @return the expected y
   */
  public static double mean(double[] x) {
    double fromMiddle = x[2] - 0.5;
    return 10 * StrictMath.sin(StrictMath.PI * x[0] * x[1])
        + 20 * fromMiddle * fromMiddle
        + 10 * x[3]
        + 5 * x[4];
  }
}
