package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void constantNeverChanges() {
    Schedule schedule = new Schedule.Constant(0.3);
    assertEquals(0.3, schedule.at(0));
    assertEquals(0.3, schedule.at(Long.MAX_VALUE));
  }

  @Test
  void cosineFallsFromRateToZero() {
    Schedule schedule = new Schedule.Cosine(0.4, 12);
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
  void warmupRisesInALineToTheScheduleBehindIt() {
    Schedule schedule = new Schedule.Warmup(3, new Schedule.Cosine(0.4, 12));
    assertEquals(0.1, schedule.at(0), 1e-15);
    assertEquals(0.2, schedule.at(1), 1e-15);
    assertEquals(0.3, schedule.at(2), 1e-15);
    assertEquals(0.4, schedule.at(3));
    assertEquals(0.2, schedule.at(9), 1e-15);
    assertEquals(0, schedule.at(15));
  }

  @Test
  void warmupOverNoStepsChangesNothing() {
    Schedule cosine = new Schedule.Cosine(0.4, 12);
    Schedule schedule = new Schedule.Warmup(0, cosine);
    for (long step = 0; step < 14; step++) {
      assertEquals(cosine.at(step), schedule.at(step));
    }
  }

  @Test
  void aScheduleReadsLikeASentence() {
    assertEquals(
        "warm-up over 100 steps, then half a cosine from 0.01 to 0 over 900 steps",
        new Schedule.Warmup(100, new Schedule.Cosine(0.01, 900)).toString());
    assertEquals("constant 0.1", new Schedule.Constant(0.1).toString());
  }

  @Test
  void ratesAndLengthsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Constant(0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Constant(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(-1, 10));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0.1, 0));
    Schedule constant = new Schedule.Constant(0.1);
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Warmup(-1, constant));
  }
}
