package org.spindleml.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.bench.CostModel.Run;
import org.spindleml.train.EpochSeconds;

/**
 * The constants of {@link CostModel} as this machine and this cluster have them, and steps beside
 * what the formula makes of them. No constant is fitted to the steps it is held against: they come
 * from jobs without rows, from training in this process, and from another network.
 */
final class CostBench {
  private static final List<Integer> BATCHES = List.of(1024, 4096);
  private static final int STEPS_AN_EPOCH = 10;

  /** Tells the driver's work. */
  private static final List<Integer> OTHER_NETWORK = List.of(100, 700, 700, 10);

  /** Tell how fast bytes travel: 8 MB. */
  private static final int MANY_WEIGHTS = 2_000_000;

  /** Tasks beside one a core tell what a task costs. */
  private static final int MANY_TASKS = 16;

  private CostBench() {}

  static void run(Bench bench) {
    SparkContext spark = bench.spark().sparkContext();
    bench.figures().say("The cost model on " + spark.master() + ".");
    StepBench.warmUp(bench);
    List<Step> steps = new ArrayList<>();
    for (BenchNetwork network :
        List.of(BenchNetwork.SMALL, BenchNetwork.PICTURES, BenchNetwork.LARGE)) {
      double operations = operationsPerSecond(bench, network);
      add(bench, network + ", a core", operations / 1e9, "GFLOP/s");
      for (int batch : BATCHES) {
        BenchNetwork batched = batched(network.layers(), batch);
        double seconds = step(bench, batched, "cluster", EpochSeconds::total);
        steps.add(new Step(batched, operations, seconds));
      }
    }
    int executors = spark.isLocal() ? 1 : spark.getExecutorIds().size();
    CostModel constants = constants(bench, executors);
    for (Step step : steps) {
      BenchNetwork network = step.network();
      long rows = bench.rows(network.rows());
      double predicted =
          constants
              .withOperations(step.operations())
              .step(
                  Run.of(network, rows, Math.min(rows, network.batchSize())),
                  executors,
                  bench.cores() / executors);
      String subject =
          String.format(Locale.ROOT, "%s, batch %d, a step", network, network.batchSize());
      add(bench, subject, 1e3 * step.seconds(), "ms");
      add(bench, subject + " by the model", 1e3 * predicted, "ms");
      add(bench, subject + ", the model beside it", 100 * (predicted / step.seconds() - 1), "%");
    }
  }

  /**
   * A step that was measured.
   *
   * @param operations a core's per second with this network
   * @param seconds of a step
   */
  private record Step(BenchNetwork network, double operations, double seconds) {}

  /** All but the operations a second, which differ from network to network. */
  private static CostModel constants(Bench bench, int executors) {
    int slots = bench.cores();
    double fewTasks = StepBench.secondsOfRoundTrip(bench, 1, slots);
    double task =
        (StepBench.secondsOfRoundTrip(bench, 1, MANY_TASKS * slots) - fewTasks)
            / ((MANY_TASKS - 1) * slots);
    double job = Math.max(0, fewTasks - (slots - 1) * task);
    double travel = StepBench.secondsOfRoundTrip(bench, MANY_WEIGHTS, slots) - fewTasks;
    CostModel unit = new CostModel(0, 0, Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY);
    Run moved = new Run(1, 1, 0, MANY_WEIGHTS);
    double bytes = (unit.broadcast(moved, executors) + slots * moved.weightBytes()) / travel;
    double weights = weightsPerSecond(bench);
    add(bench, "job", 1e3 * job, "ms");
    add(bench, "a further task", 1e3 * task, "ms");
    add(bench, "bytes there and back", bytes / 1e6, "MB/s");
    add(bench, "the driver's work", weights / 1e6, "million weights/s");
    return new CostModel(job, task, Double.POSITIVE_INFINITY, bytes, weights);
  }

  private static double weightsPerSecond(Bench bench) {
    BenchNetwork network = batched(OTHER_NETWORK, BATCHES.get(0));
    return network.size() / step(bench, network, "cluster", EpochSeconds::driver);
  }

  /** Of a core of this process while all of them train in large batches. */
  private static double operationsPerSecond(Bench bench, BenchNetwork network) {
    BenchNetwork batched = batched(network.layers(), BATCHES.get(1));
    double seconds = step(bench, batched, "local", EpochSeconds::compute);
    int threads = Runtime.getRuntime().availableProcessors();
    double rows = Math.min(bench.rows(batched.rows()), batched.batchSize());
    return rows * network.operations() / seconds / threads;
  }

  private static BenchNetwork batched(List<Integer> layers, int batch) {
    return new BenchNetwork((long) STEPS_AN_EPOCH * batch, batch, layers);
  }

  /** What part of an epoch's seconds a step takes. */
  private static double step(
      Bench bench, BenchNetwork network, String execution, ToDoubleFunction<EpochSeconds> part) {
    Dataset<Row> table = Clouds.cached(network.table(bench));
    try {
      double steps = Math.ceil((double) bench.rows(network.rows()) / network.batchSize());
      return StepBench.epochs(
                  bench, network.estimator(bench).setActivation("relu"), table, execution)
              .median(bench.warmUps(), part)
          / steps;
    } finally {
      table.unpersist(true);
    }
  }

  private static void add(Bench bench, String subject, double value, String unit) {
    bench.figures().add(Benchmark.COST, subject, value, unit);
  }
}
