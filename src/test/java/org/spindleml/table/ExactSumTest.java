package org.spindleml.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  private static BigDecimal exact(double... values) {
    return Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static ExactSum sum(double... values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum;
  }

  private static void assertExact(BigDecimal expected, ExactSum sum, String about) {
    assertEquals(0, expected.compareTo(sum.value()), about);
  }

  private static ExactSum travelled(ExactSum sum, ExactSum onto) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sum.write(new DataOutputStream(bytes));
    onto.addFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return onto;
  }

  /** Doubles of any sign and exponent. */
  private static double anyDouble(Random random) {
    double x;
    do {
      x = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(x));
    return x;
  }

  private static double[] someDoubles(Random random, int count) {
    return DoubleStream.generate(() -> anyDouble(random)).limit(count).toArray();
  }

  @Test
  void nothingSumsToZero() throws IOException {
    assertExact(BigDecimal.ZERO, sum(), "empty");
    assertExact(BigDecimal.ZERO, travelled(sum(), sum()), "empty, travelled");
    assertExact(exact(3), travelled(sum(), sum(3)), "empty added to 3");
  }

  @Test
  void singleValuesAreExact() {
    double[] values = {
      0.0,
      -0.0,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.MIN_NORMAL,
      Math.nextDown(Double.MIN_NORMAL),
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      1,
      -1,
      0.1,
      Math.PI,
      1e308
    };
    for (double value : values) {
      assertExact(exact(value), sum(value), "" + value);
    }
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      double full = Math.scalb(2 - Math.ulp(1.0), exponent);
      assertExact(exact(power), sum(power), "2^" + exponent);
      assertExact(exact(-full), sum(-full), "a full mantissa of exponent " + exponent);
    }
  }

  @Test
  void cancellationLosesNothing() {
    assertExact(exact(1), sum(1e308, 1, -1e308), "1");
    assertExact(
        exact(Double.MIN_VALUE),
        sum(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE),
        "smallest beside largest");
    assertExact(exact(0), sum(0.1, -0.1), "0");
  }

  @Test
  void sumsBeyondTheLargestDoubleAreExact() throws IOException {
    double[] values = new double[1000];
    Arrays.fill(values, -Double.MAX_VALUE);
    assertExact(exact(values), sum(values), "1000 times the most negative double");
    assertExact(exact(values), travelled(sum(values), sum()), "travelled");
  }

  @Test
  void sumsOfAnythingInAnyOrderAndGroupingAreExact() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      double[] values = someDoubles(random, 1 + random.nextInt(200));
      BigDecimal expected = exact(values);
      List<Double> shuffled = Arrays.stream(values).boxed().collect(Collectors.toList());
      Collections.shuffle(shuffled, random);
      ExactSum whole = new ExactSum();
      ExactSum left = new ExactSum();
      ExactSum right = new ExactSum();
      for (double value : shuffled) {
        whole.add(value);
        (random.nextBoolean() ? left : right).add(value);
      }
      String about = "seed " + seed;
      assertExact(expected, whole, about);
      assertExact(expected, travelled(whole, new ExactSum()), about + " travelled");
      assertExact(expected, travelled(left, travelled(right, new ExactSum())), about + " in two");
      left.add(right);
      assertExact(expected, left, about + " merged");
      left.add(1);
      assertExact(expected.add(BigDecimal.ONE), left, about + " and on");
    }
  }

  @Test
  void aSumCanBeAddedToItself() {
    ExactSum sum = sum(0.1, -7e300, 3);
    sum.add(sum);
    assertExact(exact(0.1, -7e300, 3, 0.1, -7e300, 3), sum, "twice");
  }

  @Test
  void aSumGrowsFarBeyondItsNumbers() throws IOException {
    for (double start : new double[] {1, -1, 0.1, -Double.MIN_VALUE}) {
      ExactSum sum = sum(start);
      BigDecimal expected = exact(start);
      for (int i = 0; i < 500; i++) {
        sum.add(sum);
        expected = expected.add(expected);
        assertExact(expected, sum, start + " doubled");
        assertExact(expected, travelled(sum, sum(0.25, -0.25)), start + " doubled, travelled");
      }
    }
  }

  @Test
  void productsAreExact() {
    Random random = new Random(5);
    ExactSum sum = new ExactSum();
    BigDecimal expected = BigDecimal.ZERO;
    for (int i = 0; i < 1000; i++) {
      double x = random.nextGaussian() * Math.scalb(1.0, random.nextInt(200) - 100);
      double y = random.nextGaussian() * Math.scalb(1.0, random.nextInt(200) - 100);
      sum.addProduct(x, y);
      expected = expected.add(new BigDecimal(x).multiply(new BigDecimal(y)));
    }
    assertExact(expected, sum, "products");
  }

  @Test
  void saysItsValue() {
    assertEquals("exactly -2.5", sum(-3, 0.5).toString());
  }
}
