package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spindleml.linalg.VectorMath;
import org.spindleml.nn.Activation;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.ExponentialSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.PolynomialSchedule;
import org.spindleml.optim.Schedule;
import org.spindleml.table.InputException;

/** Rounds of local steps: what virtual workers do, and what the loop makes of it. */
class LocalStepsTest {
  private static final Loss LOSS = new SoftmaxCrossEntropy();
  private static final RowLayout LAYOUT = new RowLayout(5, 1, true);
  private static final Network NETWORK =
      Network.of(
          5,
          List.of(new HiddenLayer(7, Activation.TANH, 0.2), new HiddenLayer(7, Activation.GELU)),
          3,
          new NetworkOptions(Normalization.BATCH, true, 0.1));
  private static final float[] WEIGHTS = NETWORK.initialWeights(Initializer.AUTO, 4);
  private static final RunningStatistics STATISTICS = RunningStatistics.of(NETWORK);

  private static Shard[] shards(int... rows) {
    return SomeShards.draw(LAYOUT, new Random(7), rows);
  }

  private static TrainingPlan plan(Shard[] shards, int steps, int workers) {
    long rows = Arrays.stream(SomeShards.rows(shards)).sum();
    return new TrainingPlan(9, rows, shards.length, steps, workers, 64);
  }

  /** All that an update can have, by a solver. */
  private static LocalSteps rule(Solver solver, int steps) {
    UpdateSettings update = new UpdateSettings(solver, 0.9, 0.01, 1e-3, 0.3, 1.5, 0.5, 2);
    return new LocalStepSettings(steps, 8, 0).rule(update, NETWORK, STATISTICS);
  }

  private static LocalSteps plain(int steps) {
    return new LocalSteps(
        steps,
        Penalty.NONE,
        GradientClip.NONE,
        new GradientDescent(),
        MaxNorm.NONE,
        RunningStatistics.NONE);
  }

  private static double[] rates(int steps) {
    return DoubleStream.iterate(0.02, rate -> 0.9 * rate).limit(steps).toArray();
  }

  private static LocalGradientSource source(TrainingPlan plan, Shard[] shards, int threads) {
    return new LocalGradientSource(NETWORK, LOSS, plan, shards, threads);
  }

  private static GradientSum copy(GradientSum sum) {
    return new GradientSum(sum.gradient().clone(), sum.lossSum(), sum.weightSum(), sum.rows());
  }

  @Test
  void aRoundOfOneStepIsThatStep() {
    Shard[] shards = shards(300, 0, 257, 31, 1, 0, 90, 256);
    TrainingPlan plan = plan(shards, 3, 4);
    for (int step = 0; step < 6; step++) {
      try (LocalGradientSource source = source(plan, shards, 2)) {
        GradientSum expected = copy(source.at(WEIGHTS, step));
        GradientSum actual = source.round(WEIGHTS, new Round(step, new double[] {0.5}, plain(2)));
        assertEquals(expected.lossSum(), actual.lossSum(), 1e-9 * expected.lossSum());
        assertEquals(expected.weightSum(), actual.weightSum(), 1e-9 * expected.weightSum());
        assertEquals(expected.rows(), actual.rows());
        float[] slopes = expected.mean().gradient();
        float[] moved = actual.mean().gradient();
        for (int i = 0; i < NETWORK.trainedSize(); i++) {
          assertEquals(0.5 * slopes[i], moved[i], 1e-6, "step " + step + ", weight " + i);
        }
      }
    }
  }

  /** With one virtual worker a round is what the trainer does with the same steps. */
  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"SGD", "NESTEROV", "RMSPROP", "ADAM", "ADAMW"})
  void oneWorkerTakesTheStepsOfTheTrainer(Solver solver) {
    Shard[] shards = shards(100, 30, 0, 70);
    TrainingPlan plan = plan(shards, 4, 1);
    LocalSteps rule = rule(solver, 4);
    Schedule schedule = new ExponentialSchedule(0.02, 0.1, 4);
    try (LocalGradientSource source = source(plan, shards, 1)) {
      List<Double> losses = new ArrayList<>();
      TrainingResult expected =
          new Trainer(
                  source,
                  rule.penalty(),
                  rule.clip(),
                  rule.optimizer(),
                  rule.maxNorm(),
                  STATISTICS,
                  schedule,
                  Plateau.NONE,
                  Validation.NONE,
                  plan,
                  1,
                  0,
                  TrainingListener.NONE)
              .train(WEIGHTS);
      TrainingResult actual =
          trainer(source, rule, schedule, plan, 1, record(losses)).train(WEIGHTS);
      assertArrayEquals(expected.weights(), actual.weights(), 2e-6f);
      assertEquals(expected.lossHistory()[0], actual.lossHistory()[0], 1e-9);
      assertEquals(expected.steps(), actual.steps());
      assertEquals(1, losses.size());
    }
  }

  private static TrainingListener record(List<Double> losses) {
    return new TrainingListener() {
      @Override
      public void step(Progress progress) {
        losses.add(progress.stepLoss());
      }
    };
  }

  /** The mean of a round, taken as it is. */
  private static Trainer trainer(
      GradientSource source,
      LocalSteps rule,
      Schedule schedule,
      TrainingPlan plan,
      int maxIter,
      TrainingListener listener) {
    return new Trainer(
        source,
        Penalty.NONE,
        GradientClip.NONE,
        new GradientDescent(),
        rule.maxNorm(),
        rule.statistics().replaced(),
        schedule,
        rule,
        Plateau.NONE,
        Validation.NONE,
        plan,
        maxIter,
        0,
        listener);
  }

  @Test
  void givesTheSameBitsWithAnyNumberOfThreads() {
    Shard[] shards = shards(300, 0, 257, 310, 1, 0, 90, 256);
    TrainingPlan plan = plan(shards, 5, 8);
    GradientSum[] expected = new GradientSum[2];
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (LocalGradientSource source = source(plan, shards, threads)) {
        for (int round = 0; round < 2; round++) {
          GradientSum sum =
              source.round(WEIGHTS, new Round(3L * round, rates(3), rule(Solver.ADAM, 3)));
          if (threads == 1) {
            expected[round] = copy(sum);
          }
          assertArrayEquals(expected[round].gradient(), sum.gradient(), 0, threads + " threads");
          assertEquals(expected[round].lossSum(), sum.lossSum(), 0);
          assertEquals(expected[round].weightSum(), sum.weightSum(), 0);
          assertEquals(expected[round].rows(), sum.rows());
        }
      }
    }
  }

  @Test
  void everyRowCountsOnceAnEpochWhateverTheRounds() {
    Shard[] shards = shards(301, 0, 257, 33, 1, 0, 91, 255);
    TrainingPlan plan = plan(shards, 7, 8);
    try (LocalGradientSource source = source(plan, shards, 2)) {
      for (int h : new int[] {2, 3, 7}) {
        long rows = 0;
        for (int step = 0; step < 7; step += h) {
          int steps = Math.min(h, 7 - step);
          rows += source.round(WEIGHTS, new Round(step, rates(steps), rule(Solver.ADAM, h))).rows();
        }
        assertEquals(plan.rows(), rows, h + " steps a round");
      }
    }
  }

  @Test
  void aWorkerWithoutRowsIsAbsent() {
    Shard[] all = shards(120, 0, 0, 0);
    TrainingPlan four = plan(all, 3, 4);
    TrainingPlan one = plan(Arrays.copyOf(all, 1), 3, 1);
    Round round = new Round(0, rates(3), rule(Solver.ADAM, 3));
    try (LocalGradientSource among = source(four, all, 2);
        LocalGradientSource alone = source(one, Arrays.copyOf(all, 1), 1)) {
      GradientSum expected = alone.round(WEIGHTS, round);
      GradientSum actual = among.round(WEIGHTS, round);
      assertEquals(expected.weightSum(), actual.weightSum(), 1e-9);
      assertEquals(120, actual.rows());
      assertTrue(actual.mean().isFinite());
    }
  }

  /** Moves every weight by the sum of the learning rates: the rounds that were asked for. */
  private static final class Recorded implements GradientSource {
    private final List<Round> rounds = new ArrayList<>();

    @Override
    public GradientSum at(float[] weights, long step) {
      throw new AssertionError("a single step");
    }

    @Override
    public GradientSum round(float[] weights, Round round) {
      rounds.add(round);
      float moved = (float) Arrays.stream(round.learningRates()).sum();
      return new GradientSum(new float[] {2 * moved}, 6, 2, 2);
    }
  }

  @Test
  void roundsEndWithTheEpochAndStepsAreCountedOneByOne() {
    Recorded source = new Recorded();
    TrainingPlan plan = new TrainingPlan(1, 10, 1, 5, 1, 256);
    List<Long> steps = new ArrayList<>();
    List<Integer> epochs = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(Progress progress) {
            steps.add(progress.step());
            assertEquals((11 - progress.step()) / 100.0, progress.learningRate(), 1e-12);
          }

          @Override
          public void epoch(int epoch, EpochRecord record) {
            epochs.add(steps.size());
            assertEquals(3, record.loss(), 0);
          }
        };
    TrainingResult result =
        trainer(source, plain(2), new PolynomialSchedule(0.1, 1, 10), plan, 2, listener)
            .train(new float[1]);
    assertEquals(List.of(2L, 4L, 5L, 7L, 9L, 10L), steps);
    assertEquals(List.of(3, 6), epochs);
    assertEquals(
        List.of(0L, 2L, 4L, 5L, 7L, 9L), source.rounds.stream().map(Round::first).toList());
    assertArrayEquals(new double[] {0.05, 0.04}, source.rounds.get(3).learningRates(), 1e-12);
    assertArrayEquals(new double[] {0.01}, source.rounds.get(5).learningRates(), 1e-12);
    assertEquals(10, result.steps());
    assertEquals(-0.55, result.weights()[0], 1e-6);
  }

  @Test
  void numbersThatOverflowEndTheRunAtItsLastGoodWeights() {
    Shard[] shards = shards(100, 30, 0, 70);
    TrainingPlan plan = plan(shards, 4, 4);
    try (LocalGradientSource source = source(plan, shards, 2)) {
      TrainingResult result =
          trainer(source, plain(4), new ConstantSchedule(1e30), plan, 3, TrainingListener.NONE)
              .train(WEIGHTS);
      assertEquals(StopReason.DIVERGED, result.stopReason());
      assertTrue(VectorMath.allFinite(result.weights(), 0, WEIGHTS.length));
    }
  }

  /** v ← μ v + d, w ← w − v, by hand. */
  @Test
  void theAverageKeepsAShareOfItsLastMove() {
    TrainingPlan plan = new TrainingPlan(1, 8, 1, 4, 1, 256);
    LocalSteps rule = plain(2);
    Trainer plain =
        trainer(new Recorded(), rule, new ConstantSchedule(0.5), plan, 2, TrainingListener.NONE);
    Trainer slow =
        new Trainer(
            plain.source(),
            plain.penalty(),
            plain.clip(),
            new LocalStepSettings(2, 8, 0.5).outer(),
            plain.maxNorm(),
            plain.statistics(),
            plain.schedule(),
            rule,
            plain.plateau(),
            plain.validation(),
            plan,
            2,
            0,
            plain.listener());
    // Four rounds, each of which moves by 1.
    assertEquals(-4, plain.train(new float[1]).weights()[0], 1e-6);
    assertEquals(-(1 + 1.5 + 1.75 + 1.875), slow.train(new float[1]).weights()[0], 1e-6);
  }

  @Test
  void choicesThatContradictEachOtherAreNamed() {
    LocalStepSettings four = new LocalStepSettings(4, 8, 0.5);
    for (Solver solver : List.of(Solver.GD, Solver.L_BFGS)) {
      assertEquals(
          "localSteps is 4 but solver "
              + solver.label()
              + " takes all rows for every step; set localSteps to 1 or take a solver of"
              + " mini-batches",
          assertThrows(InputException.class, () -> four.requireFits(solver, 256, 1)).getMessage());
      LocalStepSettings.NONE.requireFits(solver, 1, 2);
    }
    assertEquals(
        "virtualWorkers is 8 but batchSize is 7: each virtual worker needs 1 row of every step;"
            + " raise batchSize or set virtualWorkers lower",
        assertThrows(InputException.class, () -> four.requireFits(Solver.ADAM, 7, 1)).getMessage());
    four.requireFits(Solver.ADAM, 8, 1);
    assertThrows(InputException.class, () -> four.requireFits(Solver.ADAM, 15, 2));
    four.requireFits(Solver.ADAM, 16, 2);
  }

  @Test
  void virtualWorkersAreLeavesAndNoMoreThanShards() {
    TrainingSettings every = SomeSettings.of(Solver.ADAM, 256);
    assertEquals(2, TrainingPlan.of(100_000, LAYOUT, every).leaves());
    TrainingPlan plan = TrainingPlan.of(100_000, LAYOUT, SomeSettings.local(every, 4, 16));
    assertEquals(16, plan.leaves());
    assertEquals(TrainingPlan.of(100_000, LAYOUT, every).stepsPerEpoch(), plan.stepsPerEpoch());
    TrainingPlan small = TrainingPlan.of(1100, LAYOUT, SomeSettings.local(every, 4, 16));
    assertEquals(4, small.leaves());
    assertEquals(4, small.shards());
  }
}
