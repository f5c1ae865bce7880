package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** ROC, precision-recall and calibration of classes. */
class CurvesTest {
  private static void add(ClassificationMetrics metrics, double p, int label, double weight) {
    metrics.add(new double[] {1 - p, p}, p > 0.5 ? 1 : 0, label, weight);
  }

  @Test
  void labelsThatComeAsOftenAsSaidAreCalibrated() {
    ClassificationMetrics metrics = new ClassificationMetrics(2);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double p = random.nextDouble();
      add(metrics, p, random.nextDouble() < p ? 1 : 0, 1);
    }
    // Labels came as often as the probabilities said.
    assertTrue(metrics.expectedCalibrationError() < 0.02);
    for (CalibrationBin bin : metrics.calibration()) {
      assertTrue(bin.meanProbability() > bin.from() && bin.meanProbability() < bin.to());
      assertEquals(bin.meanProbability(), bin.shareTrue(), 0.06);
    }
  }

  @Test
  void calibrationByHand() {
    ClassificationMetrics metrics = new ClassificationMetrics(3);
    metrics.add(new double[] {0.1, 0.7, 0.2}, 1, 1, 1);
    metrics.add(new double[] {0.1, 0.7, 0.2}, 1, 0, 3);
    metrics.add(new double[] {0, 0, 1}, 2, 2, 4);
    metrics.add(new double[] {0.5, 0.5, 0}, 0, 0, 0);
    CalibrationBin middle = metrics.calibration().get(10);
    assertEquals(4, middle.weight());
    assertEquals(0.7, middle.meanProbability(), 1e-15);
    assertEquals(0.25, middle.shareTrue());
    assertEquals(1, metrics.calibration().get(14).meanProbability());
    assertEquals((4 * 0.45 + 4 * 0) / 8, metrics.expectedCalibrationError(), 1e-15);
    assertTrue(Double.isNaN(new ClassificationMetrics(2).expectedCalibrationError()));
    metrics.add(new double[] {0, Double.NaN, 1}, 1, 1, 1);
    assertTrue(Double.isNaN(metrics.expectedCalibrationError()));
  }

  @Test
  void anyOrderGivesTheSameCalibration() {
    Random random = new Random(4);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(new double[] {random.nextDouble(), random.nextInt(2), random.nextDouble()});
    }
    List<CalibrationBin> first = null;
    for (int round = 0; round < 3; round++) {
      ClassificationMetrics all = new ClassificationMetrics(2);
      for (List<double[]> part : List.of(rows.subList(0, 100), rows.subList(100, 500))) {
        ClassificationMetrics sums = new ClassificationMetrics(2);
        part.forEach(row -> add(sums, row[0], (int) row[1], row[2]));
        all.merge(ClassificationMetrics.fromBytes(sums.toBytes()));
      }
      first = first == null ? all.calibration() : first;
      assertEquals(first, all.calibration());
      Collections.shuffle(rows, random);
    }
  }
}
