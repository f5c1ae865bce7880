package org.spindleml.bench;

import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.ml.MlpClassifier;

/**
 * From a Parquet file to shards, all that happens before the first step: rows counted, checked and
 * measured, then shuffled into canonical order and packed. Beside it Spark's own shuffle into 64
 * sorted ranges of a hash, which reads the file twice as well.
 */
final class PackingBench {
  private static final int FEATURES = 28;

  private PackingBench() {}

  static void run(Bench bench) {
    bench.figures().say("Packing: a Parquet file of doubles becomes shards.");
    long rows = bench.rows() / 2;
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      String path = scratch.resolve("rows.parquet");
      write(bench, rows, path);
      Dataset<Row> table = bench.spark().read().parquet(path);
      MlpClassifier untrained =
          new MlpClassifier().setFeaturesCols(names()).setHiddenLayers(4).setMaxIter(0);
      List<Runnable> works = List.of(() -> untrained.fit(table), () -> shuffle(table));
      if (bench.warmUps() > 0) {
        works.forEach(Runnable::run);
      }
      double[] medians = Seconds.medians(bench.repeats(), works);
      double ours = medians[0];
      double sparks = medians[1];
      String subject = String.format(Locale.ROOT, "%,d rows × %d", rows, FEATURES);
      add(bench, subject + ", to shards", rows / ours, "rows/s");
      add(bench, subject + ", Spark's range shuffle, sorted", rows / sparks, "rows/s");
      add(bench, subject + ", beside Spark's shuffle", sparks / ours, "×");
    }
  }

  private static String[] names() {
    String[] names = new String[FEATURES];
    Arrays.setAll(names, i -> "x" + (i + 1));
    return names;
  }

  private static void write(Bench bench, long rows, String path) {
    Column[] columns = new Column[FEATURES + 1];
    for (int i = 0; i < FEATURES; i++) {
      columns[i] = rand(bench.seed() + i).as(names()[i]);
    }
    columns[FEATURES] = floor(rand(bench.seed() + FEATURES).multiply(2)).as("label");
    bench.spark().range(0, rows, 1, bench.cores()).select(columns).write().parquet(path);
  }

  private static void shuffle(Dataset<Row> table) {
    Column[] all = Arrays.stream(table.columns()).map(table::col).toArray(Column[]::new);
    Dataset<Row> keyed = table.withColumn("key", xxhash64(all));
    Column key = keyed.col("key");
    Nowhere.write(keyed.repartitionByRange(64, key).sortWithinPartitions(key));
  }

  private static void add(Bench bench, String subject, double value, String unit) {
    bench.figures().add(Benchmark.PACKING, subject, value, unit);
  }
}
