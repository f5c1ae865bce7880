package org.spindleml.data;

import java.util.List;
import org.spindleml.data.GeneratedTable.Column;

/**
 * Two intertwined spirals: which one does a point lie on?
 *
 * <p>K. J. Lang and M. J. Witbrock, Learning to tell two spirals apart, Proceedings of the 1988
 * Connectionist Models Summer School. 97 points a spiral, three turns; the second spiral is the
 * first one through the origin:
 *
 * <pre>{@code
 * angle = i π / 16,  radius = 6.5 (104 − i) / 104,  i = 0 … 96
 * x = radius sin(angle),  y = radius cos(angle)
 * }</pre>
 *
 * <p>The test points, which the paper does not have, lie on the same curves at a quarter, a half
 * and three quarters of the way from each training point to the next. Nothing is random.
 */
public final class TwoSpirals {
  private static final int POINTS = 97;
  private static final int TEST_POINTS_A_GAP = 3;
  private static final List<Column> COLUMNS =
      List.of(new Column("x", 6), new Column("y", 6), new Column("label", 0));

  private TwoSpirals() {}

  /**
   * The 194 points of the paper.
   *
   * @return columns x, y and label 0 or 1
   */
  public static GeneratedTable train() {
    return new GeneratedTable(
        "two-spirals-train", COLUMNS, 2 * POINTS, row -> point(row / 2, row % 2));
  }

  /**
   * 576 points between them.
   *
   * @return columns x, y and label 0 or 1
   */
  public static GeneratedTable test() {
    return new GeneratedTable(
        "two-spirals-test",
        COLUMNS,
        2L * TEST_POINTS_A_GAP * (POINTS - 1),
        row -> point(betweenTrainingPoints(row / 2), row % 2));
  }

  private static double betweenTrainingPoints(long point) {
    long gap = point / TEST_POINTS_A_GAP;
    long place = point % TEST_POINTS_A_GAP + 1;
    return gap + place / (TEST_POINTS_A_GAP + 1.0);
  }

  private static double[] point(double i, long spiral) {
    double angle = i * StrictMath.PI / 16;
    double radius = 6.5 * (104 - i) / 104;
    double sign = spiral == 0 ? 1 : -1;
    return new double[] {
      sign * radius * StrictMath.sin(angle), sign * radius * StrictMath.cos(angle), spiral
    };
  }
}
