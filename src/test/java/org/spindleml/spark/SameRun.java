package org.spindleml.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.model.ModelFile;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/** The run of docs/reproducibility.md: what conf/reproducibility.conf says, in Java. */
final class SameRun {
  private SameRun() {}

  static MlpClassifier classifier() {
    return new MlpClassifier()
        .setFeaturesCols(FaultySession.features())
        .setHiddenLayers(500, 600)
        .setActivation("swish", "prelu")
        .setNormalization("batch")
        .setDropout(0.1)
        .setInputDropout(0.05)
        .setBatchSize(800)
        .setMaxIter(4)
        .setValidationFraction(0.2)
        .setValidationMetric("f1");
  }

  /** Trains and saves; the hash of the model. */
  static String hash(MlpClassifier classifier, Dataset<Row> table) throws IOException {
    Path saved = Files.createTempDirectory("model");
    try {
      classifier.fit(table).write().overwrite().save(saved.toString());
      return ModelBytes.hash(saved);
    } finally {
      delete(saved);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * In a JVM of its own, trains and writes the model to a directory. Spark's files are left out:
   * Hadoop, as Spark 4.1.0 has it, opens none on JDK 25.
   */
  static final class WithoutHadoop {
    private WithoutHadoop() {}

    public static void main(String[] arguments) throws IOException {
      SparkSession session = FaultySession.local("local[2]");
      Path directory = Path.of(arguments[0]);
      var model = classifier().fit(session.createDataFrame(rows(), schema()));
      for (Map.Entry<String, byte[]> file : ModelFile.encode(model.network()).entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      System.exit(0);
    }

    private static StructType schema() {
      return StructType.fromDDL(FaultySession.SCHEMA);
    }

    private static List<Row> rows() throws IOException {
      List<Row> rows = new ArrayList<>();
      for (String line : Files.readAllLines(FaultySession.WAVEFORM)) {
        if (!line.startsWith("x")) {
          rows.add(
              RowFactory.create(
                  Stream.of(line.split(",")).map(Double::valueOf).toArray(Object[]::new)));
        }
      }
      return rows;
    }
  }

  /** In a JVM of its own, trains with checkpoints and is killed behind one of them. */
  static final class Killed implements TrainingListener {
    private final Path checkpoints;

    private Killed(Path checkpoints) {
      this.checkpoints = checkpoints;
    }

    public static void main(String[] arguments) {
      Path checkpoints = Path.of(arguments[0]);
      SparkSession session = FaultySession.local("local[2]");
      saved(checkpoints)
          .setTrainingListener(new Killed(checkpoints))
          .fit(FaultySession.waveform(session));
    }

    @Override
    public void step(Progress progress) {
      // In the third of four epochs, where a thread of its own has named the file of an earlier
      // one.
      while (progress.step() == 8) {
        try (Stream<Path> files = Files.list(checkpoints)) {
          if (files.anyMatch(file -> file.toString().endsWith(".spindle"))) {
            TaskFaults.signal(ProcessHandle.current(), "KILL");
          }
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** With checkpoints after every epoch. */
  static MlpClassifier saved(Path checkpoints) {
    return classifier().setCheckpointDir(checkpoints.toString()).setCheckpointInterval(1);
  }
}
