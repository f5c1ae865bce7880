package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Activation;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.StepBlock;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.Span;

class LbfgsTrainerTest {
  /** Σ (w − 1, 2, 3)² + 1, stretched, over "rows" of weight 2: four of them. */
  private static GradientSum bowl(float[] w) {
    float[] gradient = new float[3];
    double loss = 8;
    for (int i = 0; i < 3; i++) {
      float distance = w[i] - (i + 1);
      gradient[i] = 8 * 2 * (i + 1) * distance;
      loss += 8.0 * (i + 1) * distance * distance;
    }
    return new GradientSum(gradient, loss, 8, 4);
  }

  private static TrainingResult train(
      GradientSource source, Penalty penalty, int maxIter, double tol, TrainingListener listener) {
    return new LbfgsTrainer(
            source, penalty, RunningStatistics.NONE, Validation.NONE, 4, maxIter, tol, listener)
        .train(new float[3]);
  }

  private static TrainingResult train(GradientSource source, int maxIter, double tol) {
    return train(source, Penalty.NONE, maxIter, tol, TrainingListener.NONE);
  }

  @Test
  void findsTheBottomOfABowl() {
    TrainingResult result = train((w, step) -> bowl(w), 100, 0);
    assertArrayEquals(new float[] {1, 2, 3}, result.weights(), 1e-4f);
    assertEquals(StopReason.STATIONARY, result.stopReason());
    assertTrue(result.evaluations() < 20, () -> result.evaluations() + " gradients");
    assertEquals(result.steps(), result.lossHistory().length);
    for (int i = 1; i < result.lossHistory().length; i++) {
      assertTrue(result.lossHistory()[i] <= result.lossHistory()[i - 1] + 1e-6);
    }
    assertEquals(1, result.lossHistory()[result.lossHistory().length - 1], 1e-6);
  }

  @Test
  void countsEveryGradientAndAsksForStepZero() {
    List<Long> steps = new ArrayList<>();
    List<Progress> told = new ArrayList<>();
    List<TrainingResult> finished = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(Progress progress) {
            told.add(progress);
          }

          @Override
          public void finished(TrainingResult result) {
            finished.add(result);
          }
        };
    GradientSource source =
        (w, step) -> {
          steps.add(step);
          return bowl(w);
        };
    TrainingResult result = train(source, Penalty.NONE, 4, 0, listener);
    assertEquals(StopReason.MAX_ITER, result.stopReason());
    assertEquals(4, result.steps());
    assertEquals(steps.size(), result.evaluations());
    assertTrue(steps.stream().allMatch(step -> step == 0));
    assertEquals(List.of(result), finished);
    assertEquals(4, told.size());
    for (int i = 0; i < 4; i++) {
      Progress progress = told.get(i);
      assertEquals(i + 1, progress.step());
      assertEquals(i + 1, progress.epoch());
      assertEquals(4, progress.steps());
      assertEquals(result.lossHistory()[i], progress.meanLoss());
      assertTrue(progress.learningRate() > 0);
      assertEquals(4 * progress.evaluations(), progress.rows());
    }
    assertEquals(result.evaluations(), told.get(3).evaluations());
  }

  @Test
  void anIterationThatHardlyHelpsIsTheLast() {
    TrainingResult result = train((w, step) -> bowl(w), 100, 0.1);
    assertEquals(StopReason.CONVERGED, result.stopReason());
    double[] losses = result.lossHistory();
    for (int i = 1; i < losses.length; i++) {
      boolean hardly = losses[i - 1] - losses[i] <= 0.1 * losses[i];
      assertEquals(i == losses.length - 1, hardly);
    }
  }

  @Test
  void noIterationsTakeNoGradient() {
    GradientSource never =
        (w, step) -> {
          throw new AssertionError("asked for a gradient");
        };
    TrainingResult result = train(never, 0, 0);
    assertArrayEquals(new float[3], result.weights());
    assertEquals(StopReason.MAX_ITER, result.stopReason());
    assertEquals(0, result.evaluations());
  }

  @Test
  void initialWeightsAreNotTouched() {
    float[] initial = {5, 5, 5};
    new LbfgsTrainer(
            (w, step) -> bowl(w),
            Penalty.NONE,
            RunningStatistics.NONE,
            Validation.NONE,
            4,
            3,
            0,
            TrainingListener.NONE)
        .train(initial);
    assertArrayEquals(new float[] {5, 5, 5}, initial);
  }

  @Test
  void statisticsOfJudgedWeightsAreMeasuredOnce() {
    int[] gradients = new int[1];
    GradientSource source =
        new GradientSource() {
          @Override
          public GradientSum at(float[] w, long step) {
            gradients[0]++;
            GradientSum sum = bowl(w);
            float[] withStatistic = Arrays.copyOf(sum.gradient(), 4);
            withStatistic[3] = 8 * w[0];
            return new GradientSum(withStatistic, sum.lossSum(), 8, 4);
          }

          @Override
          public EvaluationSums evaluate(float[] w) {
            return new EvaluationSums(bowl(w).lossSum(), 8, 4);
          }
        };
    TrainingResult result =
        new LbfgsTrainer(
                source,
                Penalty.NONE,
                new RunningStatistics(3, 4, 0),
                new Validation(Metric.LOSS, null, 0, 0),
                4,
                5,
                0,
                TrainingListener.NONE)
            .train(new float[4]);
    assertEquals(result.weights()[0], result.weights()[3], 1e-6f);
    assertEquals(result.evaluations() + result.epochs().size(), gradients[0]);
  }

  @Test
  void brokenFromTheStartKeepsTheInitialWeights() {
    TrainingResult result =
        train((w, step) -> new GradientSum(new float[3], Double.NaN, 1, 1), 10, 0);
    assertEquals(StopReason.DIVERGED, result.stopReason());
    assertArrayEquals(new float[3], result.weights());
    assertEquals(0, result.lossHistory().length);
    assertEquals(1, result.evaluations());
  }

  @Test
  void brokenFromTheStartKeepsTheRunningStatistics() {
    float nan = Float.NaN;
    GradientSource broken = (w, step) -> new GradientSum(new float[] {nan, nan}, nan, 8, 4);
    TrainingResult result =
        new LbfgsTrainer(
                broken,
                Penalty.NONE,
                new RunningStatistics(1, 2, 0),
                Validation.NONE,
                4,
                5,
                0,
                TrainingListener.NONE)
            .train(new float[] {3, 1});
    assertEquals(StopReason.DIVERGED, result.stopReason());
    assertArrayEquals(new float[] {3, 1}, result.weights());
  }

  @Test
  void aSearchThatMeetsInfinityAloneSaysSo() {
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    GradientSum broken = new GradientSum(new float[3], Double.NaN, 8, 4);
    broken.markOdd(new StepBlock(0, 6));
    int[] calls = new int[1];
    GradientSource cliff = (w, step) -> calls[0]++ == 0 ? bowl(w) : broken;
    TrainingResult result = train(cliff, Penalty.NONE, 10, 0, listener);
    assertEquals(StopReason.LINE_SEARCH, result.stopReason());
    assertArrayEquals(new float[3], result.weights());
    assertEquals(
        List.of(
            "iteration 1 found no lower cost: at points that it tried, the cost or a slope is"
                + " infinite or NaN, first in block 7 of part 1. Set standardize where inputs or"
                + " labels are large"),
        notes);
  }

  @Test
  void whereThereIsNoLossIsTooFar() {
    GradientSource wall =
        (w, step) -> {
          GradientSum sum = bowl(w);
          return w[2] < 0.9f ? sum : new GradientSum(new float[3], Double.NaN, 8, 4);
        };
    TrainingResult result = train(wall, 3, 0);
    assertTrue(result.weights()[2] > 0 && result.weights()[2] < 0.9f);
    assertTrue(result.lossHistory()[0] < 1 + 1 + 8 + 27);
  }

  @Test
  void aGradientThatLiesEndsInAFailedLineSearchThatIsReported() {
    // Right for three iterations, then the loss rises wherever one goes.
    int[] calls = new int[1];
    GradientSource liar =
        (w, step) -> {
          GradientSum sum = bowl(w);
          return calls[0]++ < 4 ? sum : new GradientSum(sum.gradient(), sum.lossSum() + 1000, 8, 4);
        };
    TrainingResult result = train(liar, 100, 1e-9);
    assertEquals(StopReason.LINE_SEARCH, result.stopReason());
    assertTrue(result.steps() > 0);
    double[] losses = result.lossHistory();
    double best = bowl(result.weights()).mean().loss();
    assertEquals(losses[losses.length - 1], best, "the best weights are returned");
    assertTrue(result.evaluations() > result.steps() + 10);
  }

  @Test
  void anInterruptStopsItBetweenTwoGradients() {
    int[] calls = new int[1];
    GradientSource source =
        (w, step) -> {
          if (++calls[0] == 3) {
            Thread.currentThread().interrupt();
          }
          return bowl(w);
        };
    assertThrows(CancellationException.class, () -> train(source, 100, 0));
    assertTrue(Thread.interrupted(), "the thread stays interrupted");
    assertEquals(3, calls[0]);
  }

  @Test
  void aPenaltyIsPartOfTheCost() {
    // Slopes: 2 (i + 1) (w − target) + λ (α sign(w) + (1 − α) w) on the first two weights.
    List<Span> penalised = List.of(new Span(0, 2));
    TrainingResult squares =
        train((w, step) -> bowl(w), new Penalty(0.5, 0, penalised), 100, 0, TrainingListener.NONE);
    assertArrayEquals(new float[] {2 / 2.5f, 8 / 4.5f, 3}, squares.weights(), 1e-3f);
    TrainingResult absolutes =
        train((w, step) -> bowl(w), new Penalty(4, 1, penalised), 100, 0, TrainingListener.NONE);
    assertArrayEquals(new float[] {0, 1, 3}, absolutes.weights(), 1e-3f);
    assertEquals(0f, absolutes.weights()[0]);
    double[] costs = absolutes.lossHistory();
    assertEquals(1 + 1 + 2 + 4, costs[costs.length - 1], 1e-5);
    TrainingResult both =
        train((w, step) -> bowl(w), new Penalty(2, 0.5, penalised), 100, 0, TrainingListener.NONE);
    assertArrayEquals(new float[] {1 / 3f, 7 / 5f, 3}, both.weights(), 1e-3f);
  }

  @Test
  void theSameBitsWithAnyNumberOfThreads() {
    RowLayout layout = new RowLayout(5, 1, true);
    Network network = Network.of(5, List.of(new HiddenLayer(7, Activation.TANH)), 3);
    Shard[] shards = SomeShards.draw(layout, new Random(1), 300, 0, 257, 310, 1, 0, 90, 256);
    TrainingPlan plan = new TrainingPlan(9, 1214, 8, 1, 8, 100);
    for (double elasticNetParam : new double[] {0, 0.5}) {
      Penalty penalty = new Penalty(0.01, elasticNetParam, List.of(new Span(0, 35)));
      float[] expected = null;
      for (int threads : new int[] {1, 2, 3, 8}) {
        try (LocalGradientSource source =
            new LocalGradientSource(network, new SoftmaxCrossEntropy(), plan, shards, threads)) {
          float[] weights =
              new LbfgsTrainer(
                      source,
                      penalty,
                      RunningStatistics.NONE,
                      Validation.NONE,
                      1214,
                      15,
                      0,
                      TrainingListener.NONE)
                  .train(network.initialWeights(Initializer.AUTO, 4))
                  .weights();
          expected = expected == null ? weights : expected;
          assertArrayEquals(expected, weights, 0, threads + " threads");
        }
      }
    }
  }

  /** The rows of src/test/oracle/lbfgs.py. */
  private static Shard oracleRows() {
    float[] packed = new float[90 * 5];
    for (int r = 0; r < 90; r++) {
      for (int i = 0; i < 4; i++) {
        packed[5 * r + i] = (float) Math.sin(1 + r * (i + 1) * 0.7);
      }
      int sign = packed[5 * r] * packed[5 * r + 1] > 0 ? 1 : 0;
      packed[5 * r + 4] = (r * r / 7 + sign) % 3;
    }
    return new Shard(new RowLayout(4, 1, false), packed);
  }

  @Test
  void getsAsFarAsSciPy() throws IOException {
    Network network = Network.of(4, List.of(new HiddenLayer(6, Activation.TANH)), 3);
    Penalty penalty = new Penalty(0.01, 0, List.of(new Span(0, 24), new Span(30, 48)));
    List<String> lines;
    try (InputStream in = LbfgsTrainerTest.class.getResourceAsStream("lbfgs.csv")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
    }
    assertEquals(3, lines.size());
    TrainingPlan plan = new TrainingPlan(1, 90, 1, 1, 1, 90);
    try (LocalGradientSource source =
        new LocalGradientSource(
            network, new SoftmaxCrossEntropy(), plan, new Shard[] {oracleRows()}, 1)) {
      for (String line : lines) {
        String[] numbers = line.split(",");
        float[] start = new float[network.size()];
        for (int i = 0; i < start.length; i++) {
          start[i] = Float.parseFloat(numbers[2 + i]);
        }
        TrainingResult result =
            new LbfgsTrainer(
                    source,
                    penalty,
                    RunningStatistics.NONE,
                    Validation.NONE,
                    90,
                    1000,
                    1e-8,
                    TrainingListener.NONE)
                .train(start);
        double[] costs = result.lossHistory();
        double cost = costs[costs.length - 1];
        String found = result.evaluations() + " gradients, cost " + cost + ", SciPy " + line;
        assertEquals(StopReason.CONVERGED, result.stopReason(), found);
        assertTrue(cost <= Double.parseDouble(numbers[0]) + 1e-5, found);
        assertTrue(result.evaluations() <= 1.5 * Integer.parseInt(numbers[1]), found);
      }
    }
  }
}
