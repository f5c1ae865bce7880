package org.spindleml.bench;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.RDDInfo;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingListener;

/**
 * Bytes of a dense row in Spark's cache while a cluster trains. The limit is its numbers in
 * float32; the aim, no more than 16 bytes above it for label, weight and the rest.
 */
final class MemoryBench {
  private static final int[] WIDTHS = {28, 784};

  /** About as many numbers for every width. */
  private static final long NUMBERS = 8_000_000;

  private MemoryBench() {}

  static void run(Bench bench) {
    bench.figures().say("Memory: what Spark caches of a row while a cluster trains.");
    for (int width : WIDTHS) {
      long rows = bench.rows(NUMBERS / width);
      double bytes = cachedBytes(bench, Clouds.table(bench, rows, width, 2)) / (double) rows;
      String subject = width + " features, a row";
      bench.figures().add(Benchmark.MEMORY, subject, bytes, "bytes");
      bench.figures().add(Benchmark.MEMORY, subject + ", the aim", 4.0 * width + 16, "bytes");
    }
  }

  private static long cachedBytes(Bench bench, Dataset<Row> table) {
    SparkContext spark = bench.spark().sparkContext();
    Set<Integer> before = cached(spark).map(RDDInfo::id).collect(Collectors.toSet());
    AtomicLong bytes = new AtomicLong();
    TrainingListener atEpoch =
        new TrainingListener() {
          @Override
          public void epoch(int epoch, EpochRecord record) {
            bytes.set(
                cached(spark)
                    .filter(rdd -> !before.contains(rdd.id()))
                    .mapToLong(rdd -> rdd.memSize() + rdd.diskSize())
                    .sum());
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

  private static Stream<RDDInfo> cached(SparkContext spark) {
    return Arrays.stream(spark.getRDDStorageInfo());
  }
}
