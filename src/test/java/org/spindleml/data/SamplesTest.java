package org.spindleml.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Friedman #1, waveform, blobs: moments against the formulas, on enough rows to be sure. */
class SamplesTest {
  private static final int ROWS = 20_000;

  @Test
  void normalDrawsAreStandard() {
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    for (int row = 0; row < ROWS; row++) {
      double z = Draws.of(7, row).normal();
      sum += z;
      squares += z * z;
      fourth += z * z * z * z;
    }
    // Standard errors: 0.007, 0.01, 0.07.
    assertEquals(0, sum / ROWS, 0.03);
    assertEquals(1, squares / ROWS, 0.04);
    assertEquals(3, fourth / ROWS, 0.3);
  }

  @Test
  void wholeNumbersBelowABoundAreAllAsLikely() {
    int[] counts = new int[7];
    for (int row = 0; row < ROWS; row++) {
      counts[Draws.of(7, row).below(7)]++;
    }
    for (int count : counts) {
      assertEquals(ROWS / 7.0, count, 250, Arrays.toString(counts)); // five deviations
    }
  }

  @Test
  void friedmansFunctionAtPointsDoneByHand() {
    assertEquals(5, Friedman1.mean(new double[] {0, 0.3, 0, 0, 0}), 1e-12);
    // x1 x2 = 1/2: sin(π/2) = 1.
    assertEquals(10 + 10 + 5, Friedman1.mean(new double[] {0.5, 1, 0.5, 1, 1}), 1e-12);
  }

  @Test
  void friedmansNoiseHasVarianceOneAndInputsAreUniform() {
    GeneratedTable table = Friedman1.train(3, ROWS);
    double noiseSum = 0;
    double noiseSquares = 0;
    double[] inputSums = new double[10];
    for (int i = 0; i < ROWS; i++) {
      double[] row = table.formula().row(i);
      double noise = row[10] - Friedman1.mean(row);
      noiseSum += noise;
      noiseSquares += noise * noise;
      for (int j = 0; j < 10; j++) {
        assertTrue(row[j] >= 0 && row[j] < 1);
        inputSums[j] += row[j];
      }
    }
    assertEquals(0, noiseSum / ROWS, 0.03);
    assertEquals(1, noiseSquares / ROWS, 0.04);
    for (double inputSum : inputSums) {
      assertEquals(0.5, inputSum / ROWS, 0.01);
    }
  }

  @Test
  void wavesAreMixedHalfAndHalfOnAverage() {
    int[][] mixed = {{0, 1}, {0, 2}, {1, 2}};
    GeneratedTable table = Waveform.train(3, ROWS);
    double[][] sums = new double[3][21];
    int[] counts = new int[3];
    for (int i = 0; i < ROWS; i++) {
      double[] row = table.formula().row(i);
      int label = (int) row[21];
      counts[label]++;
      for (int j = 0; j < 21; j++) {
        sums[label][j] += row[j];
      }
    }
    for (int label = 0; label < 3; label++) {
      assertEquals(ROWS / 3.0, counts[label], 350);
      for (int place = 1; place <= 21; place++) {
        double expected =
            (Waveform.wave(mixed[label][0], place) + Waveform.wave(mixed[label][1], place)) / 2.0;
        assertEquals(expected, sums[label][place - 1] / counts[label], 0.12);
      }
    }
  }

  @Test
  void testRowsContinueTheTrainingRows() {
    GeneratedTable both = Friedman1.train(5, 20);
    GeneratedTable test = Friedman1.test(5, 10);
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(both.formula().row(10 + i), test.formula().row(i));
    }
  }

  @Test
  void anotherSeedIsAnotherSample() {
    double[] first = Waveform.train(1, 1).formula().row(0);
    double[] second = Waveform.train(2, 1).formula().row(0);
    assertFalse(Arrays.equals(first, second));
  }

  @Test
  void blobsAreNormalAroundTheirCentres() {
    GeneratedTable table = Blobs.table(11, ROWS, 5, 4);
    double[][] sums = new double[4][5];
    double[][] squares = new double[4][5];
    int[] counts = new int[4];
    for (int i = 0; i < ROWS; i++) {
      double[] row = table.formula().row(i);
      int label = (int) row[5];
      counts[label]++;
      for (int j = 0; j < 5; j++) {
        sums[label][j] += row[j];
        squares[label][j] += row[j] * row[j];
      }
    }
    for (int label = 0; label < 4; label++) {
      assertEquals(ROWS / 4.0, counts[label], 350);
      for (int j = 0; j < 5; j++) {
        double mean = sums[label][j] / counts[label];
        assertEquals(1, squares[label][j] / counts[label] - mean * mean, 0.12);
      }
    }
  }
}
