package org.spindleml.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.spark.CachedBytes;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingListener;

/**
 * Bytes of a row in Spark's cache while a cluster trains. The limit of a dense row is its numbers
 * in float32, that of a sparse one as much again for where they are; the aim, no more than 16 bytes
 * above it for label, weight and the rest.
 */
final class MemoryBench {
  private static final int[] WIDTHS = {28, 784};

  /** About as many numbers for every width. */
  private static final long NUMBERS = 8_000_000;

  private static final int SPARSE_WIDTH = 2000;
  private static final int CELLS = 20;

  private MemoryBench() {}

  static void run(Bench bench) {
    bench.figures().say("Memory: what Spark caches of a row while a cluster trains.");
    for (int width : WIDTHS) {
      long rows = bench.rows(NUMBERS / width);
      Dataset<Row> table = Clouds.table(bench, rows, width, 2);
      report(bench, width + " features, a row", table, rows, 4.0 * width + 16);
    }
    long rows = bench.rows(NUMBERS / SPARSE_WIDTH);
    Dataset<Row> table = Clouds.oneHot(bench, rows, SPARSE_WIDTH, CELLS);
    String subject = SPARSE_WIDTH + " features, " + CELLS + " of them not 0, a row";
    report(bench, subject, table, rows, 8.0 * CELLS + 16);
  }

  private static void report(
      Bench bench, String subject, Dataset<Row> table, long rows, double aim) {
    double bytes = cachedBytes(bench, table) / (double) rows;
    bench.figures().add(Benchmark.MEMORY, subject, bytes, "bytes");
    bench.figures().add(Benchmark.MEMORY, subject + ", the aim", aim, "bytes");
  }

  private static long cachedBytes(Bench bench, Dataset<Row> table) {
    SparkContext spark = bench.spark().sparkContext();
    long before = CachedBytes.of(spark).all();
    AtomicLong bytes = new AtomicLong();
    TrainingListener atEpoch =
        new TrainingListener() {
          @Override
          public void epoch(int epoch, EpochRecord record) {
            bytes.set(CachedBytes.of(spark).all() - before);
          }
        };
    new MlpClassifier()
        .setHiddenLayers(4)
        .setExecution("cluster")
        .setBatchSize(1 << 16)
        .setMaxIter(1)
        .setTrainingListener(atEpoch)
        .fit(table);
    return bytes.get();
  }
}
