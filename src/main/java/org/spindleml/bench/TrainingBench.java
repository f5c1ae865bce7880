package org.spindleml.bench;

import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.linalg.Bf16Gemm;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.nn.Precision;
import org.spindleml.train.EpochSeconds;

/**
 * Training from a cached DataFrame. The limit is what the kernel multiplies on its own, of which
 * only products count that must be done. Spark's perceptron goes over all rows in a pass, so it is
 * compared with a pass of our full-batch gradient descent: same network, same rows, sigmoid.
 */
final class TrainingBench {
  private static final String BF16 = Precision.BF16.label();

  private TrainingBench() {}

  static void run(Bench bench) {
    bench
        .figures()
        .say("Training: epochs of Adam on mini-batches, ReLU; passes of descent, sigmoid.");
    Bf16Gemm.whyNotOffered()
        .ifPresent(why -> bench.figures().say("Without products of bfloat16: " + why + "."));
    for (BenchNetwork network : BenchNetwork.ALL) {
      Dataset<Row> table = Clouds.cached(network.table(bench));
      try {
        miniBatches(bench, network, table);
        fullBatch(bench, network, table);
      } finally {
        table.unpersist(true);
      }
    }
  }

  private static void miniBatches(Bench bench, BenchNetwork network, Dataset<Row> table) {
    double limit = ProductLimit.gigaflops(bench);
    long rows = bench.rows(network.rows());
    EpochTimes times = epochs(bench, adam(bench, network), table);
    double seconds = times.median(bench.warmUps(), EpochSeconds::total);
    double gigaflops = rows * network.operations() / seconds / 1e9;
    String subject = network + ", batch " + network.batchSize();
    add(bench, subject + ", an epoch", seconds, "s");
    add(bench, subject, rows / seconds, "rows/s");
    add(bench, subject, gigaflops, "GFLOP/s");
    add(bench, subject + ", of the limit", 100 * gigaflops / limit, "%");
    double driver = times.median(bench.warmUps(), EpochSeconds::driver);
    add(bench, subject + ", outside of gradients", 100 * driver / seconds, "%");
    if (isRounded(network)) {
      double rounded = epochSeconds(bench, adam(bench, network).setPrecision(BF16), table);
      add(bench, subject + ", bf16", rows / rounded, "rows/s");
      add(bench, subject + ", bf16, beside float32", seconds / rounded, "×");
    }
    if (bench.pytorch()) {
      double theirs = PyTorch.rowsPerSecond(bench, network);
      add(bench, subject + ", PyTorch", theirs, "rows/s");
      add(bench, subject + ", beside PyTorch", rows / seconds / theirs, "×");
    }
  }

  private static MlpClassifier adam(Bench bench, BenchNetwork network) {
    return network.estimator(bench).setSolver("adam").setActivation("relu");
  }

  private static void fullBatch(Bench bench, BenchNetwork network, Dataset<Row> table) {
    long rows = bench.rows(network.rows());
    double ours = epochSeconds(bench, descent(bench, network), table);
    double sparks = secondsOfSparksPass(bench, network, table);
    String subject = network + ", full batch";
    add(bench, subject, rows / ours, "rows/s");
    add(bench, subject + ", Spark's perceptron", rows / sparks, "rows/s");
    add(bench, subject + ", beside Spark's perceptron", sparks / ours, "×");
    if (isRounded(network)) {
      double rounded = epochSeconds(bench, descent(bench, network).setPrecision(BF16), table);
      add(bench, subject + ", bf16", rows / rounded, "rows/s");
      add(bench, subject + ", bf16, beside Spark's perceptron", sparks / rounded, "×");
    }
  }

  private static MlpClassifier descent(Bench bench, BenchNetwork network) {
    return network.estimator(bench).setSolver("gd").setActivation("sigmoid");
  }

  private static EpochTimes epochs(Bench bench, MlpClassifier estimator, Dataset<Row> table) {
    EpochTimes times = new EpochTimes();
    estimator.setMaxIter(bench.warmUps() + bench.repeats()).setTrainingListener(times).fit(table);
    return times;
  }

  private static double epochSeconds(Bench bench, MlpClassifier estimator, Dataset<Row> table) {
    return epochs(bench, estimator, table).median(bench.warmUps(), EpochSeconds::total);
  }

  /** Whether a layer's products are in bfloat16 on this machine where that is asked for. */
  private static boolean isRounded(BenchNetwork network) {
    return Bf16Gemm.offered().isPresent() && network.hasLargeLayer();
  }

  /** What more passes add to a fit: reading the table and the rest are in both. */
  private static double secondsOfSparksPass(Bench bench, BenchNetwork network, Dataset<Row> table) {
    MultilayerPerceptronClassifier sparks =
        new MultilayerPerceptronClassifier()
            .setLayers(network.units())
            .setSolver("gd")
            .setTol(0)
            .setSeed(bench.seed());
    int passes = bench.repeats();
    sparks.setMaxIter(1 + bench.warmUps()).fit(table);
    double few = Seconds.of(() -> sparks.setMaxIter(1).fit(table));
    double many = Seconds.of(() -> sparks.setMaxIter(1 + passes).fit(table));
    return (many - few) / passes;
  }

  private static void add(Bench bench, String subject, double value, String unit) {
    bench.figures().add(Benchmark.TRAINING, subject, value, unit);
  }
}
