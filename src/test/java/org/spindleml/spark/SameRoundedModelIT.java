package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.linalg.Bf16Gemm;
import org.spindleml.ml.MlpClassificationModel;
import org.spindleml.ml.MlpClassifier;

/**
 * With products of bfloat16, too: the same bits on one core, two cores, one and two executors,
 * which get Intel MKL as users would give it to them.
 */
class SameRoundedModelIT {
  @TempDir private Path directory;

  @Test
  void fromAnyMasterAndPartitioning() throws Exception {
    assumeTrue(
        Bf16Gemm.offered().isPresent(),
        () -> "no products of bfloat16 here: " + Bf16Gemm.whyNotOffered().orElseThrow());
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
    Map<String, Vector> weights = new LinkedHashMap<>();
    for (String master : new String[] {"local[1]", "local[2]"}) {
      train(master, weights, SparkSession.builder().master(master).getOrCreate());
    }
    try (TwoWorkerCluster cluster = TwoWorkerCluster.start(directory)) {
      for (String cores : new String[] {"1", "2"}) {
        SparkSession session = cluster.session("spark.jars", jars(), "spark.cores.max", cores);
        train(cores + " executors", weights, session);
      }
    }
    Vector expected = weights.values().iterator().next();
    weights.forEach((where, found) -> assertEquals(expected, found, where));
  }

  private static void train(String where, Map<String, Vector> weights, SparkSession spark) {
    Dataset<Row> table =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(Path.of("data/waveform-train.csv").toAbsolutePath().toString());
    for (int partitions : new int[] {1, 3}) {
      MlpClassificationModel model = classifier().fit(table.repartition(partitions));
      weights.put(where + ", partitions " + partitions, model.weights());
      assertTrue(
          model.summary().notes().stream().anyMatch(note -> note.contains(", mkl ")),
          () -> where + ": " + model.summary().notes());
    }
    spark.stop();
  }

  private static MlpClassifier classifier() {
    String[] features = new String[21];
    Arrays.setAll(features, i -> "x" + (i + 1));
    return new MlpClassifier()
        .setFeaturesCols(features)
        .setHiddenLayers(96, 80)
        .setBatchSize(512)
        .setPrecision("bf16")
        .setMaxIter(3);
  }

  private static String jars() throws Exception {
    return Stream.concat(
            Stream.of(TwoWorkerCluster.allJar().toString()),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("mkl")))
        .collect(Collectors.joining(","));
  }
}
