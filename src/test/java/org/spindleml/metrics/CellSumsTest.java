package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pictures of rows: the same for every order, fine where the rows are. */
class CellSumsTest {
  private static final int MOST = 64;

  private record Point(double x, double y, double weight) {}

  private static List<Point> points() {
    Random random = new Random(3);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      points.add(new Point(random.nextGaussian(), 10 * random.nextGaussian(), random.nextDouble()));
    }
    return points;
  }

  private static CellSums sum(List<Point> points) {
    CellSums sums = new CellSums(MOST);
    points.forEach(point -> sums.add(point.x, point.y, point.weight));
    return sums;
  }

  @Test
  void anyOrderAndAnyPartsGiveTheSameCells() {
    List<Point> points = points();
    CellSums inOrder = sum(points);
    for (int parts : new int[] {1, 3, 40}) {
      Collections.shuffle(points, new Random(parts));
      CellSums merged = new CellSums(MOST);
      int each = points.size() / parts + 1;
      IntStream.range(0, parts)
          .map(part -> (part * 7 + 2) % parts)
          .mapToObj(
              part ->
                  points.subList(
                      Math.min(part * each, points.size()),
                      Math.min((part + 1) * each, points.size())))
          .forEach(part -> merged.merge(sum(part)));
      assertEquals(inOrder.width(), merged.width());
      assertEquals(inOrder.cells(), merged.cells());
    }
  }

  @Test
  void cellsAreTheLeastThatFewEnoughHold() {
    List<Point> points = points();
    CellSums sums = sum(points);
    assertTrue(sums.cells().size() <= MOST);
    assertTrue(distinct(points, sums.width()) <= MOST);
    assertTrue(distinct(points, sums.width() / 2) > MOST);
    double weight = points.stream().mapToDouble(Point::weight).sum();
    assertEquals(weight, sums.cells().stream().mapToDouble(CellSums.Cell::weight).sum(), 1e-9);
  }

  private static long distinct(List<Point> points, double width) {
    return points.stream()
        .map(p -> List.of(Math.floor(p.x / width), Math.floor(p.y / width)))
        .distinct()
        .count();
  }

  @Test
  void aPointFarAwayDoesNotCoarsenTheOthers() {
    List<Point> points = points();
    double width = sum(points).width();
    points.add(new Point(-1e30, 1e30, 1));
    CellSums sums = sum(points);
    assertTrue(sums.width() <= 2 * width, sums.toString());
    assertEquals(1, sums.cells().get(0).weight());
  }

  @Test
  void whatHasNoPlaceIsLeftOut() {
    CellSums sums = new CellSums(4);
    sums.add(Double.NaN, 0, 1);
    sums.add(0, Double.POSITIVE_INFINITY, 1);
    sums.add(1e300, 0, 1);
    assertEquals(List.of(), sums.cells());
    sums.add(-0.0, 0.0, 1);
    sums.add(0.0, -0.0, 2);
    assertEquals(List.of(new CellSums.Cell(0, 0, 3)), sums.cells());
    for (double x : new double[] {1e30, -1e30, 5, -5, 1e-30}) {
      sums.add(x, -x, 1);
    }
    assertTrue(sums.cells().size() <= 4);
    assertThrows(IllegalArgumentException.class, () -> new CellSums(3));
    assertThrows(IllegalArgumentException.class, () -> sums.merge(new CellSums(5)));
  }

  @Test
  void predictedValuesHaveMetricsAndPictures() {
    PredictedValues all = new PredictedValues(2);
    PredictedValues merged = new PredictedValues(2);
    for (Point p : points()) {
      PredictedValues one = new PredictedValues(2);
      for (PredictedValues sums : List.of(all, one)) {
        sums.add(new double[] {p.x, p.y}, new double[] {1, p.y - 0.5}, p.weight);
        sums.add(new double[] {1, 1}, new double[] {1, 1}, 0);
      }
      merged.merge(PredictedValues.fromBytes(one.toBytes()));
    }
    assertEquals(2000, merged.metrics().rows());
    assertEquals(0.5, merged.metrics().target(1).meanAbsoluteError(), 1e-12);
    for (int j = 0; j < 2; j++) {
      assertEquals(
          all.pictures().get(j).values().cells(), merged.pictures().get(j).values().cells());
      assertEquals(
          all.pictures().get(j).errors().cells(), merged.pictures().get(j).errors().cells());
    }
    byte[] bytes = all.toBytes();
    assertArrayEquals(
        all.metrics().toBytes(), PredictedValues.fromBytes(bytes).metrics().toBytes());
    assertThrows(
        IllegalArgumentException.class,
        () -> PredictedValues.fromBytes(java.util.Arrays.copyOf(bytes, bytes.length - 1)));
    assertEquals(8, new PredictedValues(20).pictures().size());
  }
}
