package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.train.TrainingListener;

/** One seed, one model: the same bytes on one core, two cores and two worker processes. */
class SameModelEverywhereIT {
  private static final Path WAVEFORM = Path.of("data/waveform-train.csv").toAbsolutePath();
  @TempDir private static Path directory;
  private static TwoWorkerCluster cluster;
  private static int models;

  @BeforeAll
  static void startCluster() throws Exception {
    FaultySession.stopOthers();
    cluster = TwoWorkerCluster.start(directory.resolve("cluster"));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    FaultySession.stopOthers();
    cluster.close();
  }

  private static SparkSession local(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("spindle tests")
        .config("spark.ui.enabled", "false")
        .getOrCreate();
  }

  /** Mini-batches of four leaves; rows that judge choose the epoch. */
  private static MlpClassifier miniBatches() {
    return new MlpClassifier()
        .setHiddenLayers(32, 16)
        .setActivation("swish", "prelu")
        .setBatchSize(512)
        .setValidationFraction(0.2)
        .setValidationMetric("f1")
        .setMaxIter(5);
  }

  /** Four virtual workers, each with a memory of its own between averages. */
  private static MlpClassifier localSteps() {
    return miniBatches().setLocalSteps(3).setDropout(0.1).setNormalization("batch");
  }

  /** The whole table a step; a task's result is above 1 MiB and goes through block managers. */
  private static MlpClassifier fullBatch() {
    return new MlpClassifier()
        .setHiddenLayers(500, 600)
        .setSolver("gd")
        .setStepSize(0.1)
        .setMaxIter(3);
  }

  /** Line searches, whose every comparison of costs must come out the same. */
  private static MlpClassifier lineSearches() {
    return new MlpClassifier()
        .setHiddenLayers(16)
        .setSolver("l-bfgs")
        .setRegParam(1e-3)
        .setElasticNetParam(0.5)
        .setMaxIter(10);
  }

  private static MlpClassifier onWaveform(MlpClassifier estimator) {
    String[] features = new String[21];
    Arrays.setAll(features, i -> "x" + (i + 1));
    return estimator.setFeaturesCols(features);
  }

  /** Two columns of categories as sparse vectors, about 500 features in all. */
  private static Dataset<Row> categories(SparkSession spark) {
    Dataset<Row> numbers =
        spark
            .range(0, 4000, 1, 3)
            .selectExpr(
                "CAST(id * 7919 % 499 AS DOUBLE) AS a",
                "CAST(id * 104729 % 1009 % 4 AS DOUBLE) AS b", "id % 3D AS label");
    return new OneHotEncoder()
        .setInputCols(new String[] {"a", "b"})
        .setOutputCols(new String[] {"x1", "x2"})
        .fit(numbers)
        .transform(numbers);
  }

  @Test
  void ofASparseTable() throws Exception {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (String master : List.of("local[2]", cluster.url())) {
      SparkSession spark = master.startsWith("local") ? local(master) : cluster.session();
      Dataset<Row> table = categories(spark);
      for (int partitions : new int[] {1, 17}) {
        hashes.put(
            master + ", " + partitions + " partitions",
            hash(miniBatches().setFeaturesCols("x1", "x2"), table.repartition(partitions)));
      }
      spark.stop();
    }
    String expected = hashes.get("local[2], 1 partitions");
    hashes.forEach((where, hash) -> assertEquals(expected, hash, where));
  }

  @Test
  void fromAnyMasterAndPartitioning() throws Exception {
    Map<String, String> hashes = new LinkedHashMap<>();
    // Spark itself does not infer one where Kryo must be told of classes.
    StructType schema = null;
    for (String master : List.of("local[1]", "local[2]", cluster.url())) {
      SparkSession spark = master.startsWith("local") ? local(master) : cluster.session();
      Dataset<Row> table = waveform(spark);
      schema = table.schema();
      for (int partitions : new int[] {0, 1, 3, 17}) {
        Dataset<Row> rows = partitions == 0 ? table : table.repartition(partitions);
        hashes.put(
            master + ", " + partitions + " partitions, mini-batches",
            hash(onWaveform(miniBatches()), rows));
      }
      hashes.put(master + ", full batch", hash(onWaveform(fullBatch()), table));
      hashes.put(master + ", l-bfgs", hash(onWaveform(lineSearches()), table));
      hashes.put(master + ", local steps", hash(onWaveform(localSteps()), table));
      if (master.equals("local[2]")) {
        hashes.put(
            master + ", as jobs, mini-batches",
            hash(onWaveform(miniBatches()).setExecution("cluster"), table));
        hashes.put(
            master + ", as jobs, full batch",
            hash(onWaveform(fullBatch()).setExecution("cluster"), table));
        hashes.put(
            master + ", as jobs, local steps",
            hash(onWaveform(localSteps()).setExecution("cluster"), table));
      }
      spark.stop();
    }
    // Gradients of any size are added by the executors.
    SparkSession spark =
        cluster.session(
            Capacity.GATHER_AT_MOST,
            "0",
            "spark.serializer",
            "org.apache.spark.serializer.KryoSerializer",
            "spark.kryo.registrationRequired",
            "true");
    Dataset<Row> table =
        spark.read().option("header", true).schema(schema).csv(WAVEFORM.toString());
    hashes.put("added by executors, mini-batches", hash(onWaveform(miniBatches()), table));
    List<String> notes = new ArrayList<>();
    MlpClassifier noted =
        fullBatch()
            .setTrainingListener(
                new TrainingListener() {
                  @Override
                  public void note(String line) {
                    notes.add(line);
                  }
                });
    hashes.put("added by executors, full batch", hash(onWaveform(noted), table));
    assertTrue(notes.toString().contains("added by the executors in slices, 2"), "" + notes);
    hashes.put("added by executors, l-bfgs", hash(onWaveform(lineSearches()), table));
    spark.stop();
    hashes.put("local[1], mini-batches", hashes.get("local[1], 0 partitions, mini-batches"));
    hashes.forEach(
        (where, hash) -> {
          String run = where.substring(where.lastIndexOf(", "));
          assertEquals(hashes.get("local[1]" + run), hash, where);
        });
  }

  private static Dataset<Row> waveform(SparkSession spark) {
    return spark.read().option("header", true).option("inferSchema", true).csv(WAVEFORM.toString());
  }

  /** SHA-256 of the two files that are the model. */
  private String hash(MlpClassifier estimator, Dataset<Row> table) throws Exception {
    Path saved = directory.resolve("model-" + models++);
    estimator.fit(table).write().save(saved.toString());
    return ModelBytes.hash(saved);
  }

  @Test
  void fromTheCommandLine() throws Exception {
    Path ours = train("local[2]");
    Path theirs = train(cluster.url());
    assertEquals(ModelBytes.hash(ours), ModelBytes.hash(theirs));
  }

  /** Runs a command as a user does; returns the directory of the network it trained. */
  private Path train(String master) throws Exception {
    Path output = directory.resolve("run-" + models++);
    ProcessBuilder process =
        new ProcessBuilder(
            "submit/spindle",
            "train",
            "conf/monks-1.conf",
            "params.maxIter=3",
            "output.directory=" + output,
            "--master",
            master);
    process.environment().put("SPINDLE_CLUSTER_DIR", directory.resolve("cluster").toString());
    Path log = directory.resolve("log-" + models);
    process.redirectErrorStream(true).redirectOutput(log.toFile());
    assertEquals(0, process.start().waitFor(), () -> read(log));
    try (var files = Files.walk(output)) {
      return files
          .filter(file -> file.endsWith("weights.safetensors"))
          .findFirst()
          .orElseThrow()
          .getParent();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
