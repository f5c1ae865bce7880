package org.spindleml.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StandardizerTest {
  @Test
  void encodesInDoubleAndRoundsOnce() {
    Standardizer columns = new Standardizer(new double[] {1e8, 2}, new double[] {1e-3, 4});
    assertEquals((float) ((1e8 + 2e-3 - 1e8) / 1e-3), columns.encode(0, 1e8 + 2e-3));
    assertEquals(-0.5f, columns.encode(1, 0));
  }

  @Test
  void decodesWhatItEncoded() {
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      double mean = random.nextGaussian() * 100;
      double deviation = random.nextDouble() + 0.01;
      Standardizer column = new Standardizer(new double[] {mean}, new double[] {deviation});
      double value = mean + deviation * random.nextGaussian();
      assertEquals(value, column.decode(0, column.encode(0, value)), 1e-5 * deviation);
    }
  }

  @Test
  void aConstantColumnCarriesNothing() {
    Standardizer column = new Standardizer(new double[] {5}, new double[] {0});
    for (double value : new double[] {5, 6, -1e30, 1e38}) {
      assertEquals(0, column.encode(0, value), 0);
    }
    assertEquals(5, column.decode(0, 123));
  }

  @Test
  void identityChangesNothing() {
    Standardizer identity = Standardizer.identity(2);
    assertEquals(2, identity.width());
    assertEquals(0.1f, identity.encode(1, 0.1));
    assertEquals(0.1f, (float) identity.decode(1, 0.1f));
  }

  @Test
  void refusesImpossibleMoments() {
    double[][][] bad = {
      {{0, 0}, {1}},
      {{Double.NaN}, {1}},
      {{Double.POSITIVE_INFINITY}, {1}},
      {{0}, {-1}},
      {{0}, {Double.NaN}},
      {{0}, {Double.POSITIVE_INFINITY}}
    };
    for (double[][] moments : bad) {
      assertThrows(IllegalArgumentException.class, () -> new Standardizer(moments[0], moments[1]));
    }
  }

  @Test
  void keepsItsArraysToItself() {
    double[] means = {1};
    Standardizer column = new Standardizer(means, new double[] {2});
    means[0] = 100;
    column.means()[0] = 100;
    column.deviations()[0] = 100;
    assertArrayEquals(new double[] {1}, column.means());
    assertArrayEquals(new double[] {2}, column.deviations());
  }

  @Test
  void anEncoderReadsAndWritesWhereItIsTold() {
    TableEncoder encoder =
        new TableEncoder(
            new Standardizer(new double[] {1, 2}, new double[] {1, 2}), Standardizer.identity(1));
    float[] out = new float[5];
    encoder.encodeInputs(new double[] {99, 3, 8, 99}, 1, out, 2);
    assertArrayEquals(new float[] {0, 0, 2, 3, 0}, out);
    assertTrue(encoder.toString().contains("inputs"));
  }
}
