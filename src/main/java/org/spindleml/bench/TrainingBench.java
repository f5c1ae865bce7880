package org.spindleml.bench;

import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.train.EpochSeconds;

/**
 * Training from a cached DataFrame. The limit is what the kernel multiplies on its own, of which
 * only products count that must be done. Spark's perceptron goes over all rows in a pass, so it is
 * compared with a pass of our full-batch gradient descent: same network, same rows, sigmoid.
 */
final class TrainingBench {
  private TrainingBench() {}

  static void run(Bench bench) {
    bench
        .figures()
        .say("Training: epochs of Adam on mini-batches, ReLU; passes of descent, sigmoid.");
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
    EpochTimes times = new EpochTimes();
    network
        .estimator(bench)
        .setSolver("adam")
        .setActivation("relu")
        .setMaxIter(bench.warmUps() + bench.repeats())
        .setTrainingListener(times)
        .fit(table);
    double seconds = times.median(bench.warmUps(), EpochSeconds::total);
    double gigaflops = rows * network.operations() / seconds / 1e9;
    String subject = network + ", batch " + network.batchSize();
    add(bench, subject + ", an epoch", seconds, "s");
    add(bench, subject, rows / seconds, "rows/s");
    add(bench, subject, gigaflops, "GFLOP/s");
    add(bench, subject + ", of the limit", 100 * gigaflops / limit, "%");
    double driver = times.median(bench.warmUps(), EpochSeconds::driver);
    add(bench, subject + ", outside of gradients", 100 * driver / seconds, "%");
    if (bench.pytorch()) {
      double theirs = PyTorch.rowsPerSecond(bench, network);
      add(bench, subject + ", PyTorch", theirs, "rows/s");
      add(bench, subject + ", beside PyTorch", rows / seconds / theirs, "×");
    }
  }

  private static void fullBatch(Bench bench, BenchNetwork network, Dataset<Row> table) {
    long rows = bench.rows(network.rows());
    EpochTimes times = new EpochTimes();
    network
        .estimator(bench)
        .setSolver("gd")
        .setActivation("sigmoid")
        .setMaxIter(bench.warmUps() + bench.repeats())
        .setTrainingListener(times)
        .fit(table);
    double ours = times.median(bench.warmUps(), EpochSeconds::total);
    double sparks = secondsOfSparksPass(bench, network, table);
    add(bench, network + ", full batch", rows / ours, "rows/s");
    add(bench, network + ", full batch, Spark's perceptron", rows / sparks, "rows/s");
    add(bench, network + ", full batch, beside Spark's perceptron", sparks / ours, "×");
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
