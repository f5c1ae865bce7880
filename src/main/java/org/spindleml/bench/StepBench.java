package org.spindleml.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.nn.Precision;
import org.spindleml.train.EpochSeconds;

/**
 * A step that Spark carries out ({@code execution="cluster"}). The floor is a job that broadcasts
 * as many bytes as the weights have and brings as many back from each task; the floor of that is a
 * job that does nothing. Rounded sums have half the way back. Local steps share a job.
 */
final class StepBench {
  private static final int STEPS_AN_EPOCH = 20;
  private static final int ROWS_OF_SMALL_LEAF = 128;
  private static final String BF16 = Precision.BF16.label();
  private static final int MOST_LOCAL_STEPS = 64;

  private StepBench() {}

  static void run(Bench bench) {
    warmUp(bench);
    bench.figures().say("A step as a job of " + bench.spark().sparkContext().master() + ".");
    for (BenchNetwork network : List.of(BenchNetwork.SMALL, BenchNetwork.LARGE)) {
      long rows = bench.rows((long) STEPS_AN_EPOCH * network.batchSize());
      long steps = (rows - 1) / network.batchSize() + 1;
      Dataset<Row> table =
          Clouds.cached(
              Clouds.table(bench, rows, network.layers().get(0), network.layers().get(3)));
      EpochTimes times;
      EpochTimes rounded;
      try {
        times = epochs(bench, network.estimator(bench), table);
        rounded = epochs(bench, network.estimator(bench).setGradientPrecision(BF16), table);
      } finally {
        table.unpersist(true);
      }
      int tasks = Math.min(bench.cores(), network.batchSize() / ROWS_OF_SMALL_LEAF);
      double step = times.median(bench.warmUps(), EpochSeconds::total) / steps;
      double ofRounded = rounded.median(bench.warmUps(), EpochSeconds::total) / steps;
      double compute = times.median(bench.warmUps(), EpochSeconds::compute) / steps;
      double floor = secondsOfRoundTrip(bench, network.size(), tasks);
      String subject = network + ", batch " + network.batchSize();
      add(bench, subject + ", a step", 1e3 * step, "ms");
      add(bench, subject + ", of it gradients", 1e3 * compute, "ms");
      add(bench, subject + ", a step with gradientPrecision " + BF16, 1e3 * ofRounded, "ms");
      add(bench, subject + ", the floor: the same bytes there and back", 1e3 * floor, "ms");
      add(bench, subject + ", an empty job", 1e3 * secondsOfEmptyJob(bench, tasks), "ms");
      add(bench, subject + ", beside the floor", (step - compute) / floor, "×");
    }
    localSteps(bench);
  }

  /** Spark's first hundreds of jobs are slower than all that follow: Java compiles it meanwhile. */
  static void warmUp(Bench bench) {
    BenchNetwork network =
        new BenchNetwork(
            (long) STEPS_AN_EPOCH * BenchNetwork.SMALL.batchSize(),
            BenchNetwork.SMALL.batchSize(),
            BenchNetwork.SMALL.layers());
    for (int i = 0; i < 2 * bench.warmUps(); i++) {
      epochs(bench, network.estimator(bench), network.table(bench));
    }
  }

  /** What fewer averages bring where steps are small. */
  private static void localSteps(Bench bench) {
    BenchNetwork network = BenchNetwork.PICTURES;
    long rows = bench.rows((long) MOST_LOCAL_STEPS * network.batchSize());
    Dataset<Row> table =
        Clouds.cached(Clouds.table(bench, rows, network.layers().get(0), network.layers().get(2)));
    try {
      for (int steps = 1; steps <= MOST_LOCAL_STEPS; steps *= 4) {
        double seconds =
            epochs(bench, network.estimator(bench).setLocalSteps(steps), table)
                .median(bench.warmUps(), EpochSeconds::total);
        String subject = network + ", batch " + network.batchSize() + ", localSteps " + steps;
        add(bench, subject, rows / seconds, "rows/s");
      }
    } finally {
      table.unpersist(true);
    }
  }

  /** What a run by Spark jobs says of its epochs. */
  static EpochTimes epochs(Bench bench, MlpClassifier estimator, Dataset<Row> table) {
    return epochs(bench, estimator, table, "cluster");
  }

  /** What a run says of its epochs. */
  static EpochTimes epochs(
      Bench bench, MlpClassifier estimator, Dataset<Row> table, String execution) {
    EpochTimes times = new EpochTimes();
    estimator
        .setExecution(execution)
        .setMaxIter(bench.warmUps() + bench.repeats())
        .setTrainingListener(times)
        .fit(table);
    return times;
  }

  static double secondsOfEmptyJob(Bench bench, int tasks) {
    JavaRDD<Integer> nothing = nothing(context(bench), tasks);
    return medianOfMany(bench, nothing::count);
  }

  static double secondsOfRoundTrip(Bench bench, int size, int tasks) {
    JavaSparkContext spark = context(bench);
    JavaRDD<Integer> nothing = nothing(spark, tasks);
    SplittableRandom random = new SplittableRandom(bench.seed());
    float[] weights = new float[size];
    IntStream.range(0, size).forEach(i -> weights[i] = (float) random.nextDouble());
    return medianOfMany(
        bench,
        () -> {
          Broadcast<float[]> there = spark.broadcast(weights);
          nothing.map(task -> bytes(there.value())).collect();
          there.destroy();
        });
  }

  private static double medianOfMany(Bench bench, Runnable job) {
    int factor = bench.quick() ? 1 : STEPS_AN_EPOCH;
    return Seconds.median(factor * bench.warmUps(), factor * bench.repeats(), job);
  }

  private static JavaRDD<Integer> nothing(JavaSparkContext spark, int tasks) {
    return spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks);
  }

  private static byte[] bytes(float[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }

  private static JavaSparkContext context(Bench bench) {
    return JavaSparkContext.fromSparkContext(bench.spark().sparkContext());
  }

  private static void add(Bench bench, String subject, double value, String unit) {
    bench.figures().add(Benchmark.STEP, subject, value, unit);
  }
}
