package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void constantNeverChanges() {
    Schedule schedule = new ConstantSchedule(0.3);
    assertEquals(0.3, schedule.at(0));
    assertEquals(0.3, schedule.at(Long.MAX_VALUE));
  }

  @Test
  void cosineFallsFromRateToZero() {
    Schedule schedule = new CosineSchedule(0.4, 12);
    assertEquals(0.4, schedule.at(0));
    // cos 60° = 1/2, cos 90° = 0, cos 120° = −1/2
    assertEquals(0.3, schedule.at(4), 1e-15);
    assertEquals(0.2, schedule.at(6), 1e-15);
    assertEquals(0.1, schedule.at(8), 1e-15);
    assertTrue(schedule.at(11) > 0);
    assertEquals(0, schedule.at(12));
    assertEquals(0, schedule.at(Long.MAX_VALUE));
  }

  @Test
  void restartedCosineFallsSeveralTimes() {
    Schedule schedule = new RestartedCosineSchedule(0.4, 3, 12);
    for (long start = 0; start < 12; start += 4) {
      assertEquals(0.4, schedule.at(start));
      assertEquals(0.2, schedule.at(start + 2), 1e-15);
      assertTrue(schedule.at(start + 3) > 0);
    }
    assertEquals(0, schedule.at(12));
    assertEquals(0, schedule.at(Long.MAX_VALUE));
    Schedule once = new RestartedCosineSchedule(0.4, 1, 7);
    for (long step = 0; step < 9; step++) {
      assertEquals(new CosineSchedule(0.4, 7).at(step), once.at(step));
    }
  }

  @Test
  void restartedCosineIsWholePeriodsWhateverTheSteps() {
    for (int cycles = 1; cycles < 12; cycles++) {
      for (int steps = 1; steps < 50; steps++) {
        Schedule schedule = new RestartedCosineSchedule(0.1, cycles, steps);
        int starts = 0;
        for (long step = 0; step < steps; step++) {
          double rate = schedule.at(step);
          String what = schedule + " at step " + step + ": " + rate;
          assertTrue(rate > 0 && rate <= 0.1, what);
          if (rate == 0.1) {
            starts++;
          } else {
            assertTrue(rate < schedule.at(step - 1), what);
          }
        }
        assertEquals(Math.min(cycles, steps), starts, schedule.toString());
      }
    }
  }

  @Test
  void rangeTestRisesByTheSameFactor() {
    Schedule schedule = new RangeTestSchedule(1e-4, 1, 5);
    for (int step = 0; step < 5; step++) {
      double expected = Math.pow(10, step - 4);
      assertEquals(expected, schedule.at(step), 1e-12 * expected);
    }
  }

  @Test
  void stepDropsAtEachBoundary() {
    Schedule schedule = new StepSchedule(0.4, 0.5, 3);
    double[] expected = {0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1};
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.at(step), 1e-15);
    }
  }

  @Test
  void exponentialLosesTheSameShareInEqualTimes() {
    Schedule schedule = new ExponentialSchedule(0.4, 0.01, 10);
    assertEquals(0.4, schedule.at(0));
    assertEquals(0.04, schedule.at(5), 1e-15);
    assertEquals(0.004, schedule.at(10), 1e-15);
    assertEquals(0.0004, schedule.at(15), 1e-15);
  }

  @Test
  void inverseFallsWithTime() {
    Schedule schedule = new InverseSchedule(0.6, 0.1, 9);
    // 0.6 / (1 + step)
    assertEquals(0.6, schedule.at(0));
    assertEquals(0.3, schedule.at(1), 1e-15);
    assertEquals(0.2, schedule.at(2), 1e-15);
    assertEquals(0.06, schedule.at(9), 1e-15);
  }

  @Test
  void polynomialOfPowerOneIsALineAndOfPowerTwoAParabola() {
    Schedule line = new PolynomialSchedule(0.4, 1, 4);
    Schedule parabola = new PolynomialSchedule(0.4, 2, 4);
    double[] ofLine = {0.4, 0.3, 0.2, 0.1, 0, 0};
    double[] ofParabola = {0.4, 0.225, 0.1, 0.025, 0, 0};
    for (int step = 0; step < 6; step++) {
      assertEquals(ofLine[step], line.at(step), 1e-15);
      assertEquals(ofParabola[step], parabola.at(step), 1e-15);
    }
    assertEquals(0, line.at(Long.MAX_VALUE));
  }

  @Test
  void oneCycleRisesFromA25thAndFallsToAlmostNothing() {
    Schedule schedule = new OneCycleSchedule(0.5, 4, 10);
    assertEquals(0.02, schedule.at(0), 1e-15);
    // halfway up and down: the mean of both ends
    assertEquals(0.26, schedule.at(2), 1e-15);
    assertEquals(0.5, schedule.at(4));
    assertEquals((0.5 + 2e-6) / 2, schedule.at(7), 1e-15);
    assertEquals(2e-6, schedule.at(10), 1e-18);
    assertEquals(2e-6, schedule.at(Long.MAX_VALUE), 1e-18);
    assertEquals(0.5, new OneCycleSchedule(0.5, 0, 1).at(0), "a rise over no steps");
  }

  @Test
  void flatCosineIsFlatThenFalls() {
    Schedule schedule = new FlatCosineSchedule(5, new CosineSchedule(0.4, 12));
    assertEquals(0.4, schedule.at(0));
    assertEquals(0.4, schedule.at(5));
    assertEquals(0.3, schedule.at(9), 1e-15);
    assertEquals(0, schedule.at(17));
  }

  @Test
  void warmupRisesInALineToTheScheduleBehindIt() {
    Schedule schedule = new WarmupSchedule(3, new CosineSchedule(0.4, 12));
    assertEquals(0.1, schedule.at(0), 1e-15);
    assertEquals(0.2, schedule.at(1), 1e-15);
    assertEquals(0.3, schedule.at(2), 1e-15);
    assertEquals(0.4, schedule.at(3));
    assertEquals(0.2, schedule.at(9), 1e-15);
    assertEquals(0, schedule.at(15));
  }

  @Test
  void warmupOverNoStepsChangesNothing() {
    Schedule cosine = new CosineSchedule(0.4, 12);
    Schedule schedule = new WarmupSchedule(0, cosine);
    for (long step = 0; step < 14; step++) {
      assertEquals(cosine.at(step), schedule.at(step));
    }
  }

  @Test
  void aScheduleReadsLikeASentence() {
    assertEquals(
        "warm-up over 100 steps, then half a cosine from 0.01 to 0 over 900 steps",
        new WarmupSchedule(100, new CosineSchedule(0.01, 900)).toString());
    assertEquals("from 0.1, times 0.5 every 3 steps", new StepSchedule(0.1, 0.5, 3).toString());
    assertEquals(
        "exponential from 0.1, times 0.01 over 30 steps",
        new ExponentialSchedule(0.1, 0.01, 30).toString());
    assertEquals(
        "inverse time from 0.1, times 0.5 over 30 steps",
        new InverseSchedule(0.1, 0.5, 30).toString());
    assertEquals(
        "polynomial of power 1.0 from 0.1 to 0 over 30 steps",
        new PolynomialSchedule(0.1, 1, 30).toString());
    assertEquals(
        "one cycle over 30 steps, highest 0.1 at step 9",
        new OneCycleSchedule(0.1, 9, 30).toString());
    assertEquals(
        "flat over 75 steps, then half a cosine from 0.1 to 0 over 25 steps",
        new FlatCosineSchedule(75, new CosineSchedule(0.1, 25)).toString());
    assertEquals("constant 0.1", new ConstantSchedule(0.1).toString());
    assertEquals(
        "3 half cosines, each from 0.1 to 0, over 30 steps",
        new RestartedCosineSchedule(0.1, 3, 30).toString());
    assertEquals(
        "exponential from 0.01 up to 1.0 over 30 steps",
        new RangeTestSchedule(0.01, 1, 30).toString());
  }

  @Test
  void ratesAndLengthsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ConstantSchedule(0));
    assertThrows(IllegalArgumentException.class, () -> new ConstantSchedule(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new CosineSchedule(-1, 10));
    assertThrows(IllegalArgumentException.class, () -> new CosineSchedule(0.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new StepSchedule(0.1, 0.5, 0));
    assertThrows(IllegalArgumentException.class, () -> new StepSchedule(0.1, 1.5, 3));
    assertThrows(IllegalArgumentException.class, () -> new ExponentialSchedule(0.1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new ExponentialSchedule(0, 0.5, 3));
    assertThrows(IllegalArgumentException.class, () -> new InverseSchedule(0.1, Double.NaN, 3));
    assertThrows(IllegalArgumentException.class, () -> new InverseSchedule(0.1, 0.5, -1));
    assertThrows(IllegalArgumentException.class, () -> new PolynomialSchedule(0.1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new PolynomialSchedule(0.1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new OneCycleSchedule(0.1, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> new OneCycleSchedule(0.1, -1, 3));
    assertThrows(IllegalArgumentException.class, () -> new RestartedCosineSchedule(0.1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new RestartedCosineSchedule(0.1, 2, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new RestartedCosineSchedule(0.1, 3, 1L << 62));
    assertThrows(IllegalArgumentException.class, () -> new RangeTestSchedule(0, 1, 3));
    assertThrows(IllegalArgumentException.class, () -> new RangeTestSchedule(1, 1, 3));
    assertThrows(IllegalArgumentException.class, () -> new RangeTestSchedule(0.1, 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new RangeTestSchedule(Double.MIN_VALUE, 1e300, 3));
    CosineSchedule cosine = new CosineSchedule(0.1, 3);
    assertThrows(IllegalArgumentException.class, () -> new FlatCosineSchedule(-1, cosine));
    Schedule constant = new ConstantSchedule(0.1);
    assertThrows(IllegalArgumentException.class, () -> new WarmupSchedule(-1, constant));
  }
}
