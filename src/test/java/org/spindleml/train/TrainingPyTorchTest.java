package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spindleml.OracleLine;
import org.spindleml.nn.Named;
import org.spindleml.nn.Network;
import org.spindleml.nn.OracleNetwork;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Schedule;

/**
 * The whole trainer on three networks, every solver, schedule, penalty and clipping of the
 * gradient: the mean losses before the first and after each of ten steps as PyTorch has them; see
 * networks.py.
 */
class TrainingPyTorchTest {
  private static final int STEPS = 10;

  /**
   * Relative, of ten steps of float32 beside ten of double. The largest seen is 6e-6, of RMSProp,
   * which stretches small slopes and their errors to the length of large ones; 1.5e-6 without it.
   */
  private static final double TOLERANCE = 3e-5;

  /** As in optimizers.py. */
  private static final double WEIGHT_DECAY = 0.1;

  private static final double RATE = 0.1;

  private static final Set<String> QUANTITIES =
      Set.of("solver", "schedule", "penalty", "clipNorm", "clipValue");

  static List<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    for (OracleNetwork oracle : OracleNetwork.all()) {
      for (OracleLine line : oracle.lines()) {
        if (QUANTITIES.contains(line.quantity())) {
          runs.add(Arguments.of(oracle, line));
        }
      }
    }
    return runs;
  }

  private static UpdateSettings update(OracleLine line) {
    String[] setting = line.setting().split(" ");
    return switch (line.quantity()) {
      case "solver" -> update(Solver.named(setting[0]), 0, 0, 0, 0);
      case "penalty" ->
          update(Solver.SGD, Double.parseDouble(setting[0]), Double.parseDouble(setting[1]), 0, 0);
      case "clipNorm" -> update(Solver.SGD, 0, 0, Double.parseDouble(setting[0]), 0);
      case "clipValue" -> update(Solver.SGD, 0, 0, 0, Double.parseDouble(setting[0]));
      default -> update(Solver.SGD, 0, 0, 0, 0);
    };
  }

  private static UpdateSettings update(
      Solver solver, double regParam, double elasticNetParam, double clipNorm, double clipValue) {
    return new UpdateSettings(
        solver, 0.9, WEIGHT_DECAY, regParam, elasticNetParam, clipNorm, clipValue, 0);
  }

  private static Schedule schedule(OracleLine line) {
    String setting = line.setting();
    return switch (line.quantity()) {
      case "solver" -> new ConstantSchedule(Double.parseDouble(setting.split(" ")[1]));
      case "schedule" ->
          new ScheduledRate(LearningRateSchedule.named(setting), RATE, 0, 1).schedule(STEPS);
      default -> new ConstantSchedule(RATE);
    };
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("runs")
  void lossesFallAsPyTorchs(OracleNetwork oracle, OracleLine line) {
    double[] losses = train(oracle, update(line), schedule(line));
    double[] expected = line.numbers();
    assertEquals(STEPS + 1, expected.length);
    assertEquals(STEPS + 1, losses.length);
    for (int step = 0; step <= STEPS; step++) {
      double most = TOLERANCE * expected[step];
      assertEquals(expected[step], losses[step], most, "before step " + step);
    }
  }

  /** Trains on all rows for eleven steps; the last one is for the loss after ten. */
  private static double[] train(OracleNetwork oracle, UpdateSettings update, Schedule schedule) {
    Network network = oracle.network();
    RowLayout layout = new RowLayout(network.inputs(), oracle.targets(), true);
    Shard[] shards = {new Shard(layout, oracle.packed())};
    TrainingPlan plan = new TrainingPlan(1, oracle.count(), 1, 1, 1, oracle.count());
    try (LocalGradientSource source =
        new LocalGradientSource(network, oracle.loss(), plan, shards, 1)) {
      Trainer trainer =
          new Trainer(
              source,
              update.penalty(network),
              update.clip(),
              update.optimizer(network),
              MaxNorm.NONE,
              RunningStatistics.NONE,
              schedule,
              Plateau.NONE,
              Validation.NONE,
              plan,
              STEPS + 1,
              0,
              TrainingListener.NONE);
      return trainer.train(oracle.initialWeights()).lossHistory();
    }
  }

  @Test
  void coversEverySolverAndSchedule() {
    // gd is sgd on the whole table; plateau is no function of the step, and has a test of its own.
    Set<String> solvers = labels(Solver.values(), solver -> !solver.isFullBatch());
    Set<String> schedules =
        labels(LearningRateSchedule.values(), shape -> shape != LearningRateSchedule.PLATEAU);
    for (OracleNetwork oracle : OracleNetwork.all()) {
      assertEquals(solvers, firstWords(oracle, "solver"));
      assertEquals(schedules, firstWords(oracle, "schedule"));
    }
  }

  private static <T extends Named> Set<String> labels(T[] choices, Predicate<T> which) {
    return Arrays.stream(choices)
        .filter(which)
        .map(Named::label)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> firstWords(OracleNetwork oracle, String quantity) {
    return oracle.lines(quantity).stream()
        .map(line -> line.setting().split(" ")[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
