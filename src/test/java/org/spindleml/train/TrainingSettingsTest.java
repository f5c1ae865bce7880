package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Network;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.Schedule;
import org.spindleml.table.InputException;

class TrainingSettingsTest {
  private static Optimizer rule(Solver solver) {
    TrainingSettings settings = SomeSettings.of(solver, 32);
    return settings.update().optimizer(Network.of(3, settings.network().hidden(), 2));
  }

  @Test
  void everySolverIsARuleOfItsName() {
    assertEquals("gradient descent", rule(Solver.GD).toString());
    assertEquals("gradient descent", rule(Solver.SGD).toString());
    assertEquals("momentum 0.9", rule(Solver.MOMENTUM).toString());
    assertEquals("nesterov, momentum 0.9", rule(Solver.NESTEROV).toString());
    assertEquals("adagrad, epsilon 1.0E-10", rule(Solver.ADAGRAD).toString());
    assertEquals("rmsprop, alpha 0.99, epsilon 1.0E-8", rule(Solver.RMSPROP).toString());
    assertEquals("adam, beta1 0.9, beta2 0.999, epsilon 1.0E-8", rule(Solver.ADAM).toString());
    assertEquals(
        "adamw, weight decay 0.01, beta1 0.9, beta2 0.999, epsilon 1.0E-8",
        rule(Solver.ADAMW).toString());
    assertThrows(IllegalStateException.class, () -> rule(Solver.L_BFGS), "has its own loop");
  }

  private static Schedule schedule(String name, double warmupFraction, long steps) {
    return new ScheduledRate(LearningRateSchedule.named(name), 0.1, warmupFraction, 1)
        .schedule(steps);
  }

  @Test
  void everyScheduleTakesTheStepsBehindTheWarmup() {
    Map<String, String> expected =
        Map.of(
            "constant", "constant 0.1",
            "step", "from 0.1, times 0.1 every 300 steps",
            "exponential", "exponential from 0.1, times 0.01 over 900 steps",
            "inverse", "inverse time from 0.1, times 0.1 over 900 steps",
            "polynomial", "polynomial of power 1.0 from 0.1 to 0 over 900 steps",
            "cosine", "half a cosine from 0.1 to 0 over 900 steps",
            "flatCosine", "flat over 675 steps, then half a cosine from 0.1 to 0 over 225 steps");
    expected.forEach(
        (name, then) -> {
          assertEquals(then, schedule(name, 0, 900).toString());
          assertEquals(
              "warm-up over 100 steps, then " + then, schedule(name, 0.1, 1000).toString());
        });
    assertEquals(
        "one cycle over 1000 steps, highest 0.1 at step 300",
        schedule("oneCycle", 0.1, 1000).toString(),
        "it has a rise of its own");
    assertEquals("constant 0.1", schedule("plateau", 0, 900).toString(), "the rest is Plateau's");
  }

  @Test
  void cosineStartsAgain() {
    assertEquals(
        "warm-up over 100 steps, then 4 half cosines, each from 0.1 to 0, over 900 steps",
        new ScheduledRate(LearningRateSchedule.COSINE, 0.1, 0.1, 4).schedule(1000).toString());
    String message =
        assertThrows(
                InputException.class,
                () -> new ScheduledRate(LearningRateSchedule.ONE_CYCLE, 0.1, 0, 4))
            .getMessage();
    assertEquals(
        "cosineCycles is 4 but learningRateSchedule is oneCycle; only cosine starts again",
        message);
  }

  @Test
  void aRangeOfRatesReplacesWhatDecidesTheRate() {
    TrainingSettings usual = SomeSettings.of(Solver.ADAMW, 32);
    TrainingSettings trying = usual.trying(new RateRange(0.01, 1, 30));
    assertEquals(
        "exponential from 0.01 up to 1.0 over 30 steps", trying.rate().schedule(1000).toString());
    assertEquals(Plateau.NONE, trying.rate().plateau());
    assertEquals(new RunSettings(30, 32, 256, 0, 3), trying.run());
    assertEquals(usual.network(), trying.network());
    assertEquals(usual.update(), trying.update());
  }

  @Test
  void rangesThatShowNothingAreRefused() {
    assertEquals(
        "learning rates must rise from a number above 0, found from 0.0 to 1.0",
        assertThrows(InputException.class, () -> new RateRange(0, 1, 30)).getMessage());
    assertEquals(
        "learning rates must rise from a number above 0, found from 1.0 to 0.1",
        assertThrows(InputException.class, () -> new RateRange(1, 0.1, 30)).getMessage());
    assertEquals(
        "learning rates must rise from a number above 0, found from 1.0 to Infinity",
        assertThrows(InputException.class, () -> new RateRange(1, Double.POSITIVE_INFINITY, 30))
            .getMessage());
    assertEquals(
        "a range of learning rates needs at least 20 steps, found 19",
        assertThrows(InputException.class, () -> new RateRange(0.1, 1, 19)).getMessage());
  }

  @Test
  void everyStepOfAShortRunHasARate() {
    for (LearningRateSchedule choice : LearningRateSchedule.values()) {
      for (long steps = 0; steps < 40; steps++) {
        for (double warmup : new double[] {0, 0.05, 0.5, 0.99}) {
          Schedule schedule = schedule(choice.label(), warmup, steps);
          for (long step = 0; step < steps; step++) {
            double rate = schedule.at(step);
            String what = schedule + " at step " + step;
            assertTrue(rate > 0 && rate <= 0.1 + 1e-15, () -> what + ": " + rate);
          }
        }
      }
    }
  }
}
