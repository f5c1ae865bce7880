package org.spindleml.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentBinsTest {
  @Test
  void theSumIsThatOfTheNumbersOneByOne() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      ExponentBins bins = new ExponentBins();
      ExactSum binned = new ExactSum();
      ExactSum expected = new ExactSum();
      for (int move = 0; move < 3; move++) { // What was moved before is not moved again.
        for (int i = 0; i < 200; i++) {
          double x = Math.scalb(random.nextGaussian(), random.nextInt(2000) - 1070);
          double y = random.nextGaussian();
          bins.add(x);
          bins.addProduct(y, 0.1);
          expected.add(x);
          expected.addProduct(y, 0.1);
        }
        bins.moveTo(binned);
      }
      assertEquals(0, expected.value().compareTo(binned.value()), "seed " + seed);
    }
  }

  @Test
  void aBinHoldsAsManyOfTheLargestMantissasAsItSays() {
    double[] largest = {
      Double.MAX_VALUE, -Double.MAX_VALUE, Math.nextDown(2.0), Math.nextDown(Double.MIN_NORMAL), 0.0
    };
    for (double x : largest) {
      ExponentBins bins = new ExponentBins();
      ExactSum binned = new ExactSum();
      ExactSum expected = new ExactSum();
      for (int i = 0; i < ExponentBins.MOST_ADDITIONS; i++) {
        bins.add(x);
        expected.add(x);
      }
      bins.moveTo(binned);
      assertEquals(0, expected.value().compareTo(binned.value()), () -> "sum of " + x);
    }
  }
}
