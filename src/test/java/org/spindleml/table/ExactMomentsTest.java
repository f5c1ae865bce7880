package org.spindleml.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactMomentsTest {
  private static ExactMoments moments(List<double[]> rows, List<Double> weights) {
    ExactMoments moments = new ExactMoments(rows.get(0).length);
    for (int i = 0; i < rows.size(); i++) {
      moments.add(rows.get(i), 0, weights == null ? 1 : weights.get(i));
    }
    return moments;
  }

  private static ExactMoments column(double... values) {
    return moments(Arrays.stream(values).mapToObj(x -> new double[] {x}).toList(), null);
  }

  private static void assertSameBits(ExactMoments expected, ExactMoments actual, String about) {
    Standardizer a = expected.standardizer();
    Standardizer b = actual.standardizer();
    assertArrayEquals(a.means(), b.means(), 0, about);
    assertArrayEquals(a.deviations(), b.deviations(), 0, about);
  }

  private static List<double[]> rows(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new double[] {
                  random.nextGaussian(),
                  1e8 + 1e-3 * random.nextGaussian(),
                  1e-30 * random.nextGaussian(),
                  1e30 * random.nextGaussian(),
                  random.nextInt(3) - 1,
                  7.7
                })
        .collect(Collectors.toList());
  }

  @Test
  void orderAndPartitionsDoNotMatterToTheBit() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<double[]> rows = rows(random, 1500);
      ExactMoments whole = moments(rows, null);
      Collections.shuffle(rows, random);
      ExactMoments gathered = new ExactMoments(rows.get(0).length);
      int from = 0;
      while (from < rows.size()) {
        int to = Math.min(rows.size(), from + 1 + random.nextInt(600));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        moments(rows.subList(from, to), null).write(new DataOutputStream(bytes));
        gathered.addFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        from = to;
      }
      assertSameBits(whole, gathered, "seed " + seed);
    }
  }

  @Test
  void numbersThatAreNotZeroAreCounted() throws IOException {
    ExactMoments moments =
        moments(List.of(new double[] {1, 0, -0.0}, new double[] {-2, 0, 3}), null);
    moments.add(new double[] {5, 0, 0}, 0, 0.5);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    moments.write(new DataOutputStream(bytes));
    moments.addFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertArrayEquals(new long[] {6, 0, 2}, moments.nonZeros());
  }

  @Test
  void aHugeMeanLeavesASmallDeviationItsDigits() {
    Random random = new Random(2);
    double[] values = random.doubles(10_000, -1, 1).map(u -> 1e8 + 1e-3 * u).toArray();
    Standardizer found = column(values).standardizer();
    double mean = Arrays.stream(values).map(x -> x - 1e8).sum() / values.length;
    double variance =
        Arrays.stream(values).map(x -> x - 1e8 - mean).map(d -> d * d).sum() / values.length;
    assertEquals(1e8 + mean, found.means()[0], Math.ulp(1e8));
    assertEquals(Math.sqrt(variance), found.deviations()[0], 1e-12 * 1e-3);
  }

  @Test
  void scalesFarApartAreMeasuredAlike() {
    double[] values = {1, 2, 3, 4, 10};
    for (int exponent = -100; exponent <= 100; exponent += 10) {
      double scale = Math.scalb(1.0, exponent);
      Standardizer found =
          column(Arrays.stream(values).map(x -> x * scale).toArray()).standardizer();
      assertEquals(4 * scale, found.means()[0], 0, "2^" + exponent);
      assertEquals(Math.sqrt(10) * scale, found.deviations()[0], 0, "2^" + exponent);
    }
  }

  @Test
  void weightsAreRepetition() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<double[]> rows = rows(random, 40);
      List<Double> weights = rows.stream().map(row -> 1.0 + random.nextInt(5)).toList();
      ExactMoments repeated = new ExactMoments(rows.get(0).length);
      for (int i = 0; i < rows.size(); i++) {
        for (int k = 0; k < weights.get(i); k++) {
          repeated.add(rows.get(i), 0, 1);
        }
      }
      assertSameBits(repeated, moments(rows, weights), "seed " + seed);
    }
  }

  @Test
  void aConstantColumnHasNoDeviation() {
    double[] constants = {
      0, -0.0, 0.1, -7.7, 1e8 + 0.1, 1e-30, 1.1e30, 3e38, 1e-160, 1.7e-200, Double.MIN_VALUE
    };
    for (double constant : constants) {
      double[] values = new double[1001];
      Arrays.fill(values, constant);
      Standardizer found = column(values).standardizer();
      assertEquals(0, found.deviations()[0], 0, "deviation of " + constant);
      assertEquals(constant + 0.0, found.means()[0], 0, "mean of " + constant);
    }
  }

  @Test
  void aConstantColumnHasNoDeviationUnderAnyWeights() {
    Random random = new Random(11);
    ExactMoments moments = new ExactMoments(2);
    for (int i = 0; i < 1000; i++) {
      moments.add(new double[] {9, 0.1, 1e-30}, 1, random.nextDouble() + 1e-9);
    }
    assertArrayEquals(new double[2], moments.standardizer().deviations());
    assertArrayEquals(new double[] {0.1, 1e-30}, moments.standardizer().means());
  }

  @Test
  void aTinyConstantHasNoDeviationEither() {
    Random random = new Random(12);
    for (int i = 0; i < 200; i++) {
      double constant = random.nextDouble() * Math.scalb(1.0, -500 - random.nextInt(50));
      Standardizer found = column(constant, constant, constant).standardizer();
      assertEquals(0, found.deviations()[0], 0, () -> "deviation of " + constant);
      assertEquals(constant, found.means()[0], 0);
    }
  }

  @Test
  void oneUlpIsADeviation() {
    double next = Math.nextUp(1e8);
    Standardizer found = column(1e8, next).standardizer();
    assertEquals((next - 1e8) / 2, found.deviations()[0], 0);
  }

  @Test
  void noRowsHaveNoMoments() {
    assertThrows(IllegalStateException.class, () -> new ExactMoments(3).standardizer());
  }
}
