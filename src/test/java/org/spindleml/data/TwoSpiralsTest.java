package org.spindleml.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TwoSpiralsTest {
  @Test
  void startsAtTheTopAndEndsNearTheMiddle() {
    GeneratedTable train = TwoSpirals.train();
    assertEquals(194, train.rows());
    assertArrayEquals(new double[] {0, 6.5, 0}, train.formula().row(0), 1e-12);
    assertArrayEquals(new double[] {0, -6.5, 1}, train.formula().row(1), 1e-12);
    // i = 8 is a quarter turn, i = 96 three whole turns at radius 0.5.
    assertArrayEquals(new double[] {6, 0, 0}, train.formula().row(16), 1e-12);
    assertArrayEquals(new double[] {0, 0.5, 0}, train.formula().row(192), 1e-12);
  }

  @Test
  void theSecondSpiralIsTheFirstThroughTheOrigin() {
    for (GeneratedTable table : new GeneratedTable[] {TwoSpirals.train(), TwoSpirals.test()}) {
      for (long i = 0; i < table.rows(); i += 2) {
        double[] first = table.formula().row(i);
        double[] second = table.formula().row(i + 1);
        assertArrayEquals(new double[] {-first[0], -first[1], 1}, second);
        assertEquals(0, first[2]);
      }
    }
  }

  @Test
  void testPointsLieBetweenTheirNeighbours() {
    GeneratedTable train = TwoSpirals.train();
    GeneratedTable test = TwoSpirals.test();
    assertEquals(576, test.rows());
    for (long i = 0; i < test.rows(); i += 2) {
      double radius = radius(test.formula().row(i));
      long gap = i / 6;
      assertEquals(true, radius < radius(train.formula().row(2 * gap)));
      assertEquals(true, radius > radius(train.formula().row(2 * gap + 2)));
    }
  }

  private static double radius(double[] point) {
    return Math.hypot(point[0], point[1]);
  }
}
