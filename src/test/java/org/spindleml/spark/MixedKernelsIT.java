package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.train.TrainingListener;

/** Two real executors, of which one cannot extract OpenBLAS and multiplies in Java. */
@EnabledOnOs(OS.LINUX)
class MixedKernelsIT {
  /** Read by each executor from the directory of its worker, two above its own. */
  private static final String OWN_OPTIONS = "-XX:VMOptionsFile=../../options";

  @TempDir private Path directory;

  @Test
  void areRefusedByNameUnlessAllowed() throws Exception {
    FaultySession.stopOthers();
    try (TwoWorkerCluster cluster = TwoWorkerCluster.start(directory)) {
      Files.writeString(directory.resolve("work/1/options"), "");
      Files.writeString(directory.resolve("work/2/options"), withoutRoomForLibraries());
      List<String> notes = new ArrayList<>();
      String error =
          assertThrows(IllegalStateException.class, () -> train(cluster, "false", notes))
              .getMessage();
      assertTrue(
          error.matches(
              "executors multiply matrices with different kernels, which round differently: java"
                  + " .* on executor \\d at 127\\.0\\.0\\.1 \\(OpenBLAS does not load here: .*\\);"
                  + " openblas .* on executor \\d at 127\\.0\\.0\\.1; .*"),
          error);
      assertEquals(List.of(), mixtures(notes));
      train(cluster, "true", notes);
      assertEquals(1, mixtures(notes).size(), notes::toString);
    }
  }

  private static List<String> mixtures(List<String> notes) {
    return notes.stream().filter(note -> note.startsWith("executors multiply")).toList();
  }

  /** Options with which JavaCPP finds no directory to extract a library to. */
  private String withoutRoomForLibraries() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("temporary"));
    Path file = Files.createFile(temporary.resolve(".javacpp-" + System.getProperty("user.name")));
    return String.join(
        "\n",
        "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
        "-Duser.home=" + file,
        "-Djava.io.tmpdir=" + temporary,
        "");
  }

  private static void train(TwoWorkerCluster cluster, String allowed, List<String> notes)
      throws Exception {
    SparkSession spark =
        cluster.session(
            Kernels.ALLOW_MIXED, allowed, "spark.executor.extraJavaOptions", OWN_OPTIONS);
    try {
      Dataset<Row> table =
          spark
              .read()
              .option("header", true)
              .option("inferSchema", true)
              .csv(Path.of("data/waveform-train.csv").toAbsolutePath().toString());
      new MlpClassifier()
          .setFeaturesCols("x1", "x2")
          .setBatchSize(1024)
          .setMaxIter(2)
          .setTrainingListener(
              new TrainingListener() {
                @Override
                public void note(String line) {
                  notes.add(line);
                }
              })
          .fit(table);
    } finally {
      spark.stop();
    }
  }
}
