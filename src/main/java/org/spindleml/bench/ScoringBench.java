package org.spindleml.bench;

import java.util.List;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.ml.MlpClassificationModel;
import org.spindleml.model.Scorer;

/**
 * Scoring: all output columns of a model's transform, written to nowhere, beside Spark's
 * perceptron. The limit is the same rows written to nowhere without a model. Then single rows
 * without Spark.
 */
final class ScoringBench {
  private static final BenchNetwork NETWORK = new BenchNetwork(4096, 256, List.of(28, 64, 32, 2));

  /** Rows that are in memory at once, 28 doubles each; a longer table is the same rows again. */
  private static final long CHUNK = 500_000;

  private static final int SINGLE_ROWS = 200_000;

  private ScoringBench() {}

  static void run(Bench bench) {
    bench.figures().say("Scoring: network " + NETWORK + ", every output column, to nowhere.");
    Dataset<Row> small = Clouds.cached(NETWORK.table(bench));
    long chunkRows = Math.min(CHUNK, bench.rows());
    Dataset<Row> chunk = Clouds.cached(Clouds.table(bench, chunkRows, 28, 2));
    try {
      MlpClassificationModel ours =
          NETWORK.estimator(bench).setActivation("sigmoid").setMaxIter(1).fit(small);
      var sparks =
          new MultilayerPerceptronClassifier().setLayers(NETWORK.units()).setMaxIter(1).fit(small);
      long chunks = (bench.rows() + chunkRows - 1) / chunkRows;
      Dataset<Row> all = chunk;
      for (long c = 1; c < chunks; c++) {
        all = all.union(chunk);
      }
      long rows = chunks * chunkRows;
      Dataset<Row> table = all;
      List<Dataset<Row>> chunkScored =
          List.of(chunk, ours.transform(chunk), sparks.transform(chunk));
      List<Dataset<Row>> tableScored =
          List.of(table, ours.transform(table), sparks.transform(table));
      double[] medians = secondsToNowhere(bench, chunkScored, tableScored);
      double floor = medians[0];
      double seconds = medians[1];
      double theirs = medians[2];
      String subject = String.format(java.util.Locale.ROOT, "%,d rows × 28", rows);
      add(bench, subject + ", transform", rows / seconds, "rows/s");
      add(bench, subject + ", transform of Spark's perceptron", rows / theirs, "rows/s");
      add(bench, subject + ", beside Spark's perceptron", theirs / seconds, "×");
      add(bench, subject + ", no model: the limit", rows / floor, "rows/s");
      singleRows(bench, ours, small);
    } finally {
      chunk.unpersist(true);
      small.unpersist(true);
    }
  }

  /** The whole table; a chunk of it warms up. */
  private static double[] secondsToNowhere(
      Bench bench, List<Dataset<Row>> chunk, List<Dataset<Row>> table) {
    for (int i = 0; i < bench.warmUps(); i++) {
      chunk.forEach(Nowhere::write);
    }
    return Seconds.medians(
        bench.repeats(),
        table.stream().<Runnable>map(scored -> () -> Nowhere.write(scored)).toList());
  }

  private static void singleRows(Bench bench, MlpClassificationModel model, Dataset<Row> small) {
    Scorer scorer = new Scorer(model.network());
    double[] row = small.first().<org.apache.spark.ml.linalg.Vector>getAs("features").toArray();
    int rows = (int) bench.rows(SINGLE_ROWS);
    double seconds =
        Seconds.median(
            bench.warmUps(),
            bench.repeats(),
            () -> {
              double sum = 0;
              for (int i = 0; i < rows; i++) {
                sum += scorer.predict(row);
              }
              if (Double.isNaN(sum)) {
                throw new IllegalStateException("the model predicts NaN");
              }
            });
    add(bench, "a single row without Spark", seconds / rows * 1e6, "µs");
  }

  private static void add(Bench bench, String subject, double value, String unit) {
    bench.figures().add(Benchmark.SCORING, subject, value, unit);
  }
}
