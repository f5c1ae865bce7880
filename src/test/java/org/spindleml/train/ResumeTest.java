package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.optim.Adam;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.CosineSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Momentum;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.Schedule;
import org.spindleml.optim.Span;
import org.spindleml.table.Standardizer;

/** A run that was stopped anywhere and goes on is the run that never stopped, bit for bit. */
class ResumeTest {
  private static final RowLayout LAYOUT = new RowLayout(4, 1, false);
  private static final int ROWS = 60;
  private static final int STEPS = 5;
  private static final int EPOCHS = 8;

  /** Batch norm and dropout: all that a step may depend on. */
  private static final Network NETWORK =
      Network.of(
          4,
          List.of(new HiddenLayer(6, Activation.TANH, 0.3), new HiddenLayer(5, Activation.RELU)),
          3,
          new NetworkOptions(Normalization.BATCH, false, 0.1));

  private static final Network PLAIN =
      Network.of(4, List.of(new HiddenLayer(6, Activation.TANH)), 3);

  /** Keeps everything in memory. */
  static final class Kept implements CheckpointStore {
    final List<Snapshot> snapshots = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Optional<Snapshot> begin(RunHeader run, TrainingListener listener) {
      return snapshots.isEmpty()
          ? Optional.empty()
          : Optional.of(snapshots.get(snapshots.size() - 1));
    }

    @Override
    public void save(Snapshot snapshot) {
      snapshots.add(snapshot);
    }

    Checkpoints begin(int interval, double seconds) {
      return new CheckpointSettings(this, interval, seconds, false, java.util.Map.of())
          .begin(new RunHeader(java.util.Map.of()), TrainingListener.NONE);
    }
  }

  /** A run: its source takes the listener, everything else is fixed. */
  private interface Training {
    TrainingResult train(TrainingListener listener, Checkpoints checkpoints);
  }

  private static LocalGradientSource source(Network network, int stepsPerEpoch) {
    Random random = new Random(7);
    Shard[] shards = SomeShards.draw(LAYOUT, random, 20, 15, 0, 25);
    Shard[] validation = SomeShards.draw(LAYOUT, random, 12, 9);
    Judge judge =
        new Judge(
            new SoftmaxCrossEntropy(),
            3,
            Standardizer.identity(1),
            new double[0],
            Metric.LOSS,
            null);
    return new LocalGradientSource(
        network, new SoftmaxCrossEntropy(), plan(stepsPerEpoch), shards, judge, validation, 2);
  }

  private static TrainingPlan plan(int stepsPerEpoch) {
    return new TrainingPlan(3, ROWS, 4, stepsPerEpoch, 2, 8);
  }

  private static Training steps(
      Optimizer optimizer, Schedule schedule, Plateau plateau, Validation validation) {
    return (listener, checkpoints) -> {
      try (LocalGradientSource source = source(NETWORK, STEPS)) {
        return new Trainer(
                source,
                new Penalty(0.01, 0.5, List.of(new Span(0, 24))),
                new GradientClip(1, 0),
                optimizer,
                new MaxNorm(2, List.of(new MaxNorm.Matrix(0, 4, 6))),
                RunningStatistics.of(NETWORK),
                schedule,
                plateau,
                validation,
                plan(STEPS),
                EPOCHS,
                1e-9,
                listener)
            .train(NETWORK.initialWeights(Initializer.AUTO, 1), checkpoints);
      }
    };
  }

  private static Training lbfgs(Network network, Penalty penalty, Validation validation) {
    return (listener, checkpoints) -> {
      try (LocalGradientSource source = source(network, 1)) {
        return new LbfgsTrainer(
                source,
                penalty,
                RunningStatistics.of(network),
                validation,
                ROWS,
                14,
                1e-9,
                listener)
            .train(network.initialWeights(Initializer.AUTO, 1), checkpoints);
      }
    };
  }

  private static Validation byLoss(int patience) {
    return new Validation(Metric.LOSS, null, patience, 0);
  }

  static Stream<Arguments> runs() {
    Plateau plateau = new Plateau(0.5, 2, 0.2);
    Network batchNorm =
        Network.of(
            4,
            List.of(new HiddenLayer(6, Activation.TANH)),
            3,
            new NetworkOptions(Normalization.BATCH, false, 0));
    return Stream.of(
        Arguments.of(
            "gradient descent on a plateau",
            steps(new GradientDescent(), new ConstantSchedule(0.3), plateau, Validation.NONE)),
        Arguments.of(
            "momentum, best weights",
            steps(new Momentum(0.9), new ConstantSchedule(0.2), Plateau.NONE, byLoss(0))),
        Arguments.of(
            "adam on a plateau, patience",
            steps(Adam.defaults(), new ConstantSchedule(0.2), plateau, byLoss(2))),
        Arguments.of(
            "adam on a cosine",
            steps(
                Adam.defaults(),
                new CosineSchedule(0.05, EPOCHS * STEPS),
                Plateau.NONE,
                Validation.NONE)),
        Arguments.of("l-bfgs", lbfgs(PLAIN, Penalty.NONE, Validation.NONE)),
        Arguments.of(
            "owl-qn, best weights",
            lbfgs(PLAIN, new Penalty(0.05, 1, List.of(new Span(0, 24))), byLoss(0))),
        Arguments.of("l-bfgs, batch norm, patience", lbfgs(batchNorm, Penalty.NONE, byLoss(3))));
  }

  /** Everything but the time it took. */
  private static void assertSame(TrainingResult expected, TrainingResult actual, String when) {
    assertArrayEquals(expected.weights(), actual.weights(), 0, when);
    assertEquals(expected.steps(), actual.steps(), when);
    assertEquals(expected.evaluations(), actual.evaluations(), when);
    assertEquals(expected.stopReason(), actual.stopReason(), when);
    assertEquals(expected.bestEpoch(), actual.bestEpoch(), when);
    assertEquals(timeless(expected), timeless(actual), when);
  }

  private static List<EpochRecord> timeless(TrainingResult result) {
    return result.epochs().stream()
        .map(
            epoch ->
                new EpochRecord(
                    epoch.loss(),
                    epoch.validationLoss(),
                    epoch.validationMetric(),
                    epoch.learningRate(),
                    epoch.gradientNorm(),
                    new EpochSeconds(0, 0, 0)))
        .toList();
  }

  /** Ends a run where it is told to, each way in which runs end early. */
  private enum Stop {
    ENDS {
      @Override
      void at() {}
    },
    THROWS {
      @Override
      void at() {
        throw new IllegalStateException("a listener that fails");
      }
    },
    INTERRUPTS {
      @Override
      void at() {
        Thread.currentThread().interrupt();
      }
    };

    abstract void at();

    TrainingListener after(long step) {
      return new TrainingListener() {
        private boolean ended;

        @Override
        public void step(Progress progress) {
          if (progress.step() == step) {
            ended = true;
            at();
          }
        }

        @Override
        public boolean goesOn() {
          return Stop.this != ENDS || !ended;
        }
      };
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void goesOnWithTheSameBitsWhereverItStopped(String name, Training training) {
    TrainingResult whole = training.train(TrainingListener.NONE, Checkpoints.NONE);
    for (long step = 1; step <= whole.steps(); step += whole.steps() < 20 ? 1 : 3) {
      for (Stop stop : Stop.values()) {
        Kept kept = new Kept();
        try {
          training.train(stop.after(step), kept.begin(0, 0));
        } catch (IllegalStateException e) {
          assertTrue(stop != Stop.ENDS, name);
          assertEquals(stop == Stop.INTERRUPTS, Thread.interrupted(), name);
        }
        String when = name + ", " + stop + " after step " + step;
        assertEquals(1, kept.snapshots.size(), when);
        assertEquals(step, kept.snapshots.get(0).step(), when);
        TrainingResult resumed = training.train(TrainingListener.NONE, kept.begin(0, 0));
        assertSame(whole, resumed, when);
        // What has ended ends again, at once.
        assertSame(whole, training.train(TrainingListener.NONE, kept.begin(0, 0)), when);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void checkpointsChangeNothing(String name, Training training) {
    TrainingResult whole = training.train(TrainingListener.NONE, Checkpoints.NONE);
    Kept kept = new Kept();
    assertSame(whole, training.train(TrainingListener.NONE, kept.begin(1, 1e-9)), name);
    assertTrue(kept.snapshots.size() > 1, name);
    for (Snapshot snapshot : List.copyOf(kept.snapshots)) {
      Kept before = new Kept();
      before.save(snapshot);
      TrainingResult resumed = training.train(TrainingListener.NONE, before.begin(0, 0));
      assertSame(whole, resumed, name + ", from " + snapshot);
    }
  }
}
