package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.train.TrainingListener;

/**
 * Other runs than that of {@link SameModelEverywhereIT} are the same everywhere, too: in this
 * process, as its jobs, and on two executors that hold Kryo to registered classes and add up
 * gradients of any size themselves.
 */
class OtherRunsEverywhereIT {
  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();

  /** The runs by name. */
  private Map<String, MlpClassifier> runs() {
    Map<String, MlpClassifier> runs = new LinkedHashMap<>();
    runs.put("mini-batches", miniBatches().setFeaturesCols(FaultySession.features()));
    // Four virtual workers, each with a memory of its own between averages.
    runs.put(
        "local steps",
        miniBatches()
            .setFeaturesCols(FaultySession.features())
            .setLocalSteps(3)
            .setDropout(0.1)
            .setNormalization("batch"));
    // Sums of bfloat16, of which half a task's bytes are made; running statistics travel exactly.
    runs.put(
        "rounded sums",
        miniBatches()
            .setFeaturesCols(FaultySession.features())
            .setGradientPrecision("bf16")
            .setNormalization("batch"));
    runs.put(
        "rounded sums of local steps",
        miniBatches()
            .setFeaturesCols(FaultySession.features())
            .setGradientPrecision("bf16")
            .setNormalization("batch")
            .setLocalSteps(3));
    // The whole table a step; a task's result is above 1 MiB.
    runs.put(
        "full batch",
        new MlpClassifier()
            .setFeaturesCols(FaultySession.features())
            .setHiddenLayers(500, 600)
            .setSolver("gd")
            .setStepSize(0.1)
            .setMaxIter(3));
    // Line searches, whose every comparison of costs must come out the same.
    runs.put(
        "l-bfgs",
        new MlpClassifier()
            .setFeaturesCols(FaultySession.features())
            .setHiddenLayers(16)
            .setSolver("l-bfgs")
            .setRegParam(1e-3)
            .setElasticNetParam(0.5)
            .setMaxIter(10));
    runs.put("sparse", miniBatches().setFeaturesCols("a", "b"));
    return runs;
  }

  private static MlpClassifier miniBatches() {
    return new MlpClassifier()
        .setHiddenLayers(32, 16)
        .setActivation("swish", "prelu")
        .setBatchSize(512)
        .setValidationFraction(0.2)
        .setValidationMetric("f1")
        .setMaxIter(5);
  }

  /** Two columns of categories as sparse vectors, about 500 features in all. */
  private static Dataset<Row> categories(SparkSession spark) {
    Dataset<Row> numbers =
        spark
            .range(0, 4000, 1, 3)
            .selectExpr(
                "CAST(id * 7919 % 499 AS DOUBLE) AS x",
                "CAST(id * 104729 % 1009 % 4 AS DOUBLE) AS y", "id % 3D AS label");
    return new OneHotEncoder()
        .setInputCols(new String[] {"x", "y"})
        .setOutputCols(new String[] {"a", "b"})
        .fit(numbers)
        .transform(numbers);
  }

  private Map<String, String> hashes(SparkSession spark, String execution, int partitions)
      throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Map.Entry<String, MlpClassifier> run : runs().entrySet()) {
      Dataset<Row> table =
          run.getKey().equals("sparse") ? categories(spark) : FaultySession.waveform(spark);
      MlpClassifier classifier = run.getValue().setExecution(execution);
      classifier.setTrainingListener(
          new TrainingListener() {
            @Override
            public void note(String line) {
              notes.add(line);
            }
          });
      hashes.put(run.getKey(), SameRun.hash(classifier, table.repartition(partitions)));
    }
    return hashes;
  }

  @Test
  void fromAnyMasterExecutionAndPartitioning() throws Exception {
    FaultySession.stopOthers();
    Map<String, String> expected;
    try (SparkSession spark = FaultySession.local("local[2]")) {
      expected = hashes(spark, "local", 1);
      assertTrue(notes.toString().contains("sparse"), notes::toString);
      assertEquals(expected, hashes(spark, "cluster", 17));
    }
    try (TwoWorkerCluster cluster = TwoWorkerCluster.start(directory);
        SparkSession spark =
            cluster.session(
                ApplicationSettings.GATHER_AT_MOST,
                "0",
                "spark.serializer",
                "org.apache.spark.serializer.KryoSerializer",
                "spark.kryo.registrationRequired",
                "true")) {
      assertEquals(expected, hashes(spark, "local", 4));
      notes.clear();
      assertEquals(expected, hashes(spark, "cluster", 3));
      assertTrue(notes.toString().contains("added by the executors in slices, 2"), "" + notes);
    }
  }
}
