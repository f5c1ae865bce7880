package org.spindleml.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreBinsTest {
  private static final long SEED = 3;

  /**
   * Rows of {log odds, label, weight}: class 1 has a share and its log odds are higher by a shift.
   */
  private static double[][] rows(int count, double share, double center, double spread) {
    Random random = new Random(SEED);
    double[][] rows = new double[count][];
    for (int r = 0; r < count; r++) {
      double label = random.nextDouble() < share ? 1 : 0;
      double odds = center + spread * (random.nextGaussian() + label);
      rows[r] = new double[] {odds, label, 1 + random.nextInt(3)};
    }
    return rows;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static ScoreBins bins(double[][] rows) {
    ScoreBins bins = new ScoreBins();
    for (double[] row : rows) {
      bins.add(sigmoid(-row[0]), sigmoid(row[0]), row[1] == 1, row[2]);
    }
    return bins;
  }

  /** By sorting; equal scores are one step. Returns {ROC, average precision}. */
  private static double[] exact(double[][] rows) {
    double[][] sorted = rows.clone();
    Arrays.sort(sorted, Comparator.comparingDouble(row -> -row[0]));
    double positives = 0;
    double negatives = 0;
    double roc = 0;
    double precision = 0;
    for (int r = 0; r < sorted.length; ) {
      double positive = 0;
      double negative = 0;
      double score = sorted[r][0];
      for (; r < sorted.length && sorted[r][0] == score; r++) {
        positive += sorted[r][1] * sorted[r][2];
        negative += (1 - sorted[r][1]) * sorted[r][2];
      }
      roc += negative * (positives + positive / 2);
      positives += positive;
      negatives += negative;
      precision += positive * positives / (positives + negatives);
    }
    return new double[] {roc / (positives * negatives), precision / positives};
  }

  private static void assertExact(double[][] rows) {
    double[] exact = exact(rows);
    assertEquals(exact[0], bins(rows).areaUnderRoc(), 1e-4);
    assertEquals(exact[1], bins(rows).areaUnderPrecisionRecall(), 1e-4);
  }

  @Test
  void areasAgreeWithRanks() {
    assertExact(rows(20_000, 0.5, 0, 1));
    assertExact(rows(20_000, 0.3, 1, 3));
  }

  @Test
  void rareAndCertainScoresAreToldApart() {
    assertExact(rows(20_000, 0.05, -12, 1)); // probabilities around 6e-6
    assertExact(rows(20_000, 0.95, 12, 1));
    assertExact(rows(20_000, 0.5, 0, 8));
  }

  @Test
  void timidScoresAreToldApart() {
    assertExact(rows(20_000, 0.5, 0, 0.1)); // probabilities of 0.5 ± 0.025
  }

  @Test
  void tiesCountHalf() {
    double[][] rows = rows(5000, 0.4, 0, 2);
    for (double[] row : rows) {
      row[0] = Math.rint(row[0]);
    }
    double[] exact = exact(rows);
    assertEquals(exact[0], bins(rows).areaUnderRoc(), 1e-12);
    assertEquals(exact[1], bins(rows).areaUnderPrecisionRecall(), 1e-12);
    ScoreBins same = new ScoreBins();
    same.add(0.5, 0.5, true, 1);
    same.add(0.5, 0.5, false, 3);
    assertEquals(0.5, same.areaUnderRoc());
    assertEquals(0.25, same.areaUnderPrecisionRecall());
  }

  @Test
  void crowdedScoresAreToldApart() {
    assertExact(rows(20_000, 0.1, -2.2, 1e-3)); // probabilities of 0.1 ± 1e-4
    assertExact(rows(20_000, 0.5, 0, 0.01));
  }

  @Test
  void moreScoresThanBins() {
    assertExact(rows(120_000, 0.5, 0, 1));
    assertExact(rows(120_000, 0.1, -2.2, 0.1));
    double[][] crowd = rows(120_000, 0.1, -2.2, 0.01);
    ScoreBins bins = bins(crowd);
    assertTrue(bins.coarseness() > 0 && bins.bins() > ScoreBins.MOST / 4, () -> bins.bins() + "");
    assertExact(crowd);
    assertExact(rows(120_000, 0.5, 0, 8));
  }

  @Test
  void coarsenessIsOfTheScoresNotOfTheirOrder() throws Exception {
    double[][] rows = rows(120_000, 0.5, 0, 1);
    for (double[] row : rows) {
      row[2] = 1;
    }
    byte[] expected = bytes(bins(rows));
    for (long seed = SEED; seed < SEED + 2; seed++) {
      Collections.shuffle(Arrays.asList(rows), new Random(seed));
      int cut = new Random(seed).nextInt(rows.length);
      ScoreBins parts = bins(Arrays.copyOfRange(rows, cut, rows.length));
      parts.merge(bins(Arrays.copyOf(rows, cut)));
      assertArrayEquals(expected, bytes(parts), "seed " + seed);
      ScoreBins read = new ScoreBins();
      read.read(new DataInputStream(new ByteArrayInputStream(expected)));
      assertArrayEquals(expected, bytes(read));
    }
  }

  private static byte[] bytes(ScoreBins bins) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bins.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void codesAscend() {
    int last = 0;
    for (double z = -60; z < 60; z += 0.001) {
      int code = ScoreBins.code(sigmoid(-z), sigmoid(z));
      assertTrue(code >= last, "log odds " + z);
      last = code;
    }
    assertTrue(ScoreBins.code(0.50001, 0.49999) < ScoreBins.code(0.5, 0.5));
    assertTrue(ScoreBins.code(0.5, 0.5) < ScoreBins.code(0.49999, 0.50001));
    assertEquals(ScoreBins.code(1, 0), ScoreBins.code(1, 1e-16));
    assertTrue(ScoreBins.code(1, 1e-14) < ScoreBins.code(1, 1.0001e-14));
    assertTrue(ScoreBins.code(1.0001e-14, 1) < ScoreBins.code(1e-14, 1));
  }
}
