package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.StepBlock;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.Schedule;
import org.spindleml.optim.Span;

/** The loop with a lambda as its source of gradients. */
class TrainerTest {
  /** Σ (w − target)² over "rows" of weight 2: four of them. */
  private static GradientSum parabola(float[] w) {
    float[] gradient = new float[w.length];
    double loss = 0;
    for (int i = 0; i < w.length; i++) {
      float distance = w[i] - (i + 1);
      gradient[i] = 8 * 2 * distance;
      loss += 8.0 * distance * distance;
    }
    return new GradientSum(gradient, loss, 8, 4);
  }

  private static TrainingPlan plan(int steps) {
    return new TrainingPlan(1, 4L * steps, 1, steps, 1, 256);
  }

  private static TrainingResult train(
      GradientSource source, int steps, int maxIter, double tol, TrainingListener listener) {
    return new Trainer(
            source,
            Penalty.NONE,
            GradientClip.NONE,
            new GradientDescent(),
            MaxNorm.NONE,
            RunningStatistics.NONE,
            new ConstantSchedule(0.1),
            Plateau.NONE,
            Validation.NONE,
            plan(steps),
            maxIter,
            tol,
            listener)
        .train(new float[] {0, 0, 0});
  }

  private static TrainingResult train(GradientSource source, int maxIter) {
    return train(source, 1, maxIter, 0, TrainingListener.NONE);
  }

  @Test
  void findsTheBottomOfAParabola() {
    TrainingResult result = train((w, step) -> parabola(w), 60);
    assertArrayEquals(new float[] {1, 2, 3}, result.weights(), 1e-5f);
    assertEquals(StopReason.MAX_ITER, result.stopReason());
    assertEquals(60, result.steps());
    assertEquals(60, result.lossHistory().length);
    assertEquals(1 + 4 + 9, result.lossHistory()[0]);
    // each step leaves 0.8 of the distance
    assertEquals(14 * Math.pow(0.64, 5), result.lossHistory()[5], 1e-4);
  }

  @Test
  void stopsWhereTheLossStopsImproving() {
    TrainingResult result = train((w, step) -> parabola(w), 1, 1000, 1e-3, TrainingListener.NONE);
    assertEquals(StopReason.CONVERGED, result.stopReason());
    assertTrue(result.steps() < 200, () -> result.steps() + " steps");
    assertEquals(result.steps(), result.lossHistory().length);
    assertEquals(0, result.lossHistory()[result.lossHistory().length - 1], 1e-6);
  }

  @Test
  void aConstantLossTakesTenEpochsToGiveUp() {
    GradientSource flat = (w, step) -> new GradientSum(new float[3], 5, 1, 1);
    TrainingResult result = train(flat, 3, 1000, 1e-6, TrainingListener.NONE);
    assertEquals(StopReason.CONVERGED, result.stopReason());
    assertEquals(11, result.lossHistory().length);
    assertEquals(33, result.steps());
    TrainingResult untiring = train(flat, 3, 100, 0, TrainingListener.NONE);
    assertEquals(StopReason.MAX_ITER, untiring.stopReason());
  }

  @Test
  void aListenerEndsTheRun() {
    List<Double> losses = new ArrayList<>();
    TrainingListener three =
        new TrainingListener() {
          @Override
          public void step(Progress progress) {
            losses.add(progress.stepLoss());
          }

          @Override
          public boolean goesOn() {
            return losses.size() < 3;
          }
        };
    TrainingResult result = train((w, step) -> parabola(w), 2, 1000, 0, three);
    assertEquals(StopReason.STOPPED, result.stopReason());
    assertEquals(3, result.steps());
    assertEquals(14, losses.get(0));
    assertEquals(14 * 0.64, losses.get(1), 1e-5, "of this step's rows, not of the epoch");
    TrainingResult whole = train((w, step) -> parabola(w), 1, 3, 0, TrainingListener.NONE);
    assertArrayEquals(whole.weights(), result.weights());
  }

  @Test
  void noIterationsLeaveTheInitialWeights() {
    TrainingResult result = train((w, step) -> parabola(w), 0);
    assertArrayEquals(new float[3], result.weights());
    assertEquals(0, result.steps());
    assertEquals(0, result.lossHistory().length);
    assertEquals(StopReason.MAX_ITER, result.stopReason());
  }

  @Test
  void initialWeightsAreNotTouched() {
    float[] initial = {5, 5, 5};
    new Trainer(
            (w, step) -> parabola(w),
            Penalty.NONE,
            GradientClip.NONE,
            new GradientDescent(),
            MaxNorm.NONE,
            RunningStatistics.NONE,
            new ConstantSchedule(0.1),
            Plateau.NONE,
            Validation.NONE,
            plan(1),
            3,
            0,
            TrainingListener.NONE)
        .train(initial);
    assertArrayEquals(new float[] {5, 5, 5}, initial);
  }

  /** A parabola that breaks in step 7. */
  private static GradientSource breaking(GradientSum broken) {
    return (w, step) -> step == 7 ? broken : parabola(w);
  }

  @Test
  void keepsTheLastWeightsWhoseLossWasFinite() {
    // Step 7 looks at the weights that step 6 made: they are the broken ones.
    float[] good = train((w, step) -> parabola(w), 6).weights();
    float nan = Float.NaN;
    float infinite = Float.NEGATIVE_INFINITY;
    List<GradientSum> broken =
        List.of(
            new GradientSum(new float[3], Double.NaN, 8, 4),
            new GradientSum(new float[3], Double.POSITIVE_INFINITY, 8, 4),
            new GradientSum(new float[] {1, nan, 1}, 3, 8, 4),
            new GradientSum(new float[] {1, 1, infinite}, 3, 8, 4));
    for (GradientSum one : broken) {
      TrainingResult result = train(breaking(one), 100);
      assertEquals(StopReason.DIVERGED, result.stopReason(), one.toString());
      assertArrayEquals(good, result.weights(), 0, one.toString());
      assertEquals(7, result.lossHistory().length);
    }
  }

  @Test
  void divergenceIsToldWithWhatWasBefore() {
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    float nan = Float.NaN;
    GradientSum broken = new GradientSum(new float[] {1, nan, 1}, 3, 8, 4);
    broken.markOdd(new StepBlock(2, 0));
    train(breaking(broken), 1, 100, 0, listener);
    // Each step leaves 0.8 of the distance, so 0.64 of the loss; the slopes are twice the distance.
    assertEquals(
        List.of(
            "training diverged at step 8: the mean loss is 0.3750 and 1 of 3 slopes are infinite"
                + " or NaN, first in block 1 of part 3; the last steps had losses 5.734, 3.670, 2.349, 1.503, 0.9621 and"
                + " gradient norms 4.789, 3.831, 3.065, 2.452, 1.962."
                + " A lower stepSize, a longer warmupFraction or a gradientClipNorm may help,"
                + " and standardize where inputs or labels are large"),
        notes);
  }

  @Test
  void aStepToInfinityIsNotTaken() {
    // At this rate the parabola's steps overshoot, but stay finite.
    Schedule rate = new ConstantSchedule(1.5);
    GradientSource source = breaking(new GradientSum(new float[] {Float.MAX_VALUE, 0, 0}, 1, 1, 1));
    GradientDescent descent = new GradientDescent();
    Penalty free = Penalty.NONE;
    GradientClip none = GradientClip.NONE;
    MaxNorm any = MaxNorm.NONE;
    RunningStatistics no = RunningStatistics.NONE;
    Plateau flat = Plateau.NONE;
    TrainingListener silent = TrainingListener.NONE;
    float[] start = new float[3];
    TrainingResult good =
        new Trainer(
                source,
                free,
                none,
                descent,
                any,
                no,
                rate,
                flat,
                Validation.NONE,
                plan(1),
                7,
                0,
                silent)
            .train(start);
    TrainingResult result =
        new Trainer(
                source,
                free,
                none,
                descent,
                any,
                no,
                rate,
                flat,
                Validation.NONE,
                plan(1),
                100,
                0,
                silent)
            .train(start);
    assertEquals(StopReason.MAX_ITER, good.stopReason());
    assertEquals(StopReason.DIVERGED, result.stopReason());
    assertArrayEquals(good.weights(), result.weights(), 0);
    assertEquals(7, result.steps());
  }

  private static TrainingResult trainClipped(GradientSource source, int maxIter) {
    return new Trainer(
            source,
            Penalty.NONE,
            new GradientClip(1, 0),
            new GradientDescent(),
            MaxNorm.NONE,
            RunningStatistics.NONE,
            new ConstantSchedule(0.1),
            Plateau.NONE,
            Validation.NONE,
            plan(1),
            maxIter,
            0,
            TrainingListener.NONE)
        .train(new float[3]);
  }

  @Test
  void theMeanGradientIsClipped() {
    // The mean gradient is −2 (1, 2, 3), of length 2 √14; the sum's is 8 times as long.
    float[] first = trainClipped((w, step) -> parabola(w), 1).weights();
    float unit = (float) (0.1 / Math.sqrt(14));
    assertArrayEquals(new float[] {unit, 2 * unit, 3 * unit}, first, 1e-7f);
    float[] last = trainClipped((w, step) -> parabola(w), 200).weights();
    assertArrayEquals(new float[] {1, 2, 3}, last, 1e-5f, "near the bottom nothing is clipped");
  }

  @Test
  void clippingDoesNotHideABrokenGradient() {
    float infinite = Float.POSITIVE_INFINITY;
    GradientSource source = breaking(new GradientSum(new float[] {1, infinite, 1}, 3, 8, 4));
    TrainingResult result = trainClipped(source, 100);
    assertEquals(StopReason.DIVERGED, result.stopReason());
    assertEquals(7, result.steps());
  }

  @Test
  void brokenFromTheStartKeepsTheInitialWeights() {
    TrainingResult result = train((w, step) -> new GradientSum(new float[3], Double.NaN, 1, 1), 10);
    assertEquals(StopReason.DIVERGED, result.stopReason());
    assertArrayEquals(new float[3], result.weights());
    assertEquals(0, result.lossHistory().length);
  }

  @Test
  void aStepWithoutRowsIsAnError() {
    assertThrows(IllegalStateException.class, () -> train((w, step) -> new GradientSum(3), 1));
  }

  @Test
  void anInterruptedThreadStopsIt() {
    List<Long> steps = new ArrayList<>();
    GradientSource source =
        (w, step) -> {
          steps.add(step);
          if (step == 3) {
            Thread.currentThread().interrupt();
          }
          return parabola(w);
        };
    assertThrows(CancellationException.class, () -> train(source, 1000));
    assertTrue(Thread.interrupted(), "the thread stays interrupted");
    assertEquals(List.of(0L, 1L, 2L, 3L), steps);
  }

  @Test
  void tellsEveryStepInOrder() {
    List<String> told = new ArrayList<>();
    List<Progress> steps = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(Progress progress) {
            told.add("step " + progress.step());
            steps.add(progress);
          }

          @Override
          public void finished(TrainingResult result) {
            told.add("finished after " + result.steps());
          }
        };
    // Losses 0, 1, 2 … with weights 1, 2, 1, 2 …
    GradientSource source =
        (w, step) -> {
          double weight = 1 + step % 2;
          return new GradientSum(new float[3], weight * step, weight, 1);
        };
    TrainingResult result = train(source, 2, 3, 0, listener);
    List<String> expected =
        List.of("step 1", "step 2", "step 3", "step 4", "step 5", "step 6", "finished after 6");
    assertEquals(expected, told);
    double[] means = {0, 2 / 3.0, 2, 8 / 3.0, 4, 14 / 3.0};
    for (int i = 0; i < 6; i++) {
      Progress progress = steps.get(i);
      assertEquals(i + 1, progress.step());
      assertEquals(6, progress.steps());
      assertEquals(1 + i / 2, progress.epoch());
      assertEquals(3, progress.epochs());
      assertEquals(i % 2 == 1, progress.endsEpoch());
      assertEquals(4 * (i + 1), progress.rows());
      assertEquals(8, progress.rowsPerEpoch());
      assertEquals(means[i], progress.meanLoss(), 1e-15);
      assertEquals(0.1, progress.learningRate());
    }
    assertArrayEquals(new double[] {2 / 3.0, 8 / 3.0, 14 / 3.0}, result.lossHistory(), 1e-15);
  }

  @Test
  void aPenaltyIsPartOfTheCost() {
    // The parabola's slope on a weight is 2 (w − target): the penalty's bottom is 2 target / 2.5.
    Penalty penalty = new Penalty(0.5, 0, List.of(new Span(0, 2)));
    TrainingResult result =
        new Trainer(
                (w, step) -> parabola(w),
                penalty,
                GradientClip.NONE,
                new GradientDescent(),
                MaxNorm.NONE,
                RunningStatistics.NONE,
                new ConstantSchedule(0.1),
                Plateau.NONE,
                Validation.NONE,
                plan(1),
                100,
                0,
                TrainingListener.NONE)
            .train(new float[] {0, 0, 0});
    assertArrayEquals(new float[] {0.8f, 1.6f, 3}, result.weights(), 1e-5f);
    double loss = 0.2 * 0.2 + 0.4 * 0.4;
    double cost = loss + 0.25 * (0.8 * 0.8 + 1.6 * 1.6);
    assertEquals(cost, result.lossHistory()[99], 1e-5);
  }
}
