package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.train.TrainingListener;

/**
 * Real executors, of which one cannot extract OpenBLAS and multiplies in Java, and one takes
 * another processor's kernel.
 */
@EnabledOnOs(OS.LINUX)
class MixedKernelsIT {
  /** Read by each executor from the directory of its worker, two above its own. */
  private static final String OWN_OPTIONS = "-XX:VMOptionsFile=../../options";

  private static final String MIXTURE =
      "executors multiply matrices with different kernels, which round differently: ";

  private static final String JAVA =
      "java .* on executor \\d at 127\\.0\\.0\\.1 \\(OpenBLAS does not load here: .*\\)";
  private static final String OTHER = "openblas \\S+ Nehalem on executor \\d at 127\\.0\\.0\\.2";
  private static final String NATIVE = "openblas \\S+ \\S+ on executor \\d at 127\\.0\\.0\\.1";

  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();

  @Test
  void areRefusedByNameUnlessAllowed() throws Exception {
    FaultySession.stopOthers();
    try (TwoWorkerCluster cluster = TwoWorkerCluster.start(directory)) {
      Files.writeString(directory.resolve("work/1/options"), "");
      Files.writeString(directory.resolve("work/2/options"), withoutRoomForLibraries());
      assertRefused(cluster, 2, JAVA, NATIVE);
      Files.createDirectories(directory.resolve("work/127.0.0.2"));
      Files.writeString(directory.resolve("work/127.0.0.2/options"), "");
      // A processor of arm64 has one kernel alone; those of x86-64 can do what a Nehalem can.
      boolean other = System.getProperty("os.arch").equals("amd64");
      Process elsewhere = cluster.addWorker("127.0.0.2", "OPENBLAS_CORETYPE", "Nehalem");
      try {
        if (other) {
          Files.writeString(directory.resolve("work/2/options"), "");
          assertRefused(cluster, 3, NATIVE, OTHER);
          Files.writeString(directory.resolve("work/2/options"), withoutRoomForLibraries());
        }
        train(cluster, 3, "true");
      } finally {
        elsewhere.destroyForcibly().onExit().join();
      }
      assertEquals(other ? 2 : 1, mixtures(notes).size(), notes::toString);
      assertNames(mixtures(notes).get(other ? 1 : 0), JAVA, NATIVE, other ? OTHER : NATIVE);
    }
  }

  private void assertRefused(TwoWorkerCluster cluster, int executors, String... kernels) {
    String error =
        assertThrows(IllegalStateException.class, () -> train(cluster, executors, "false"))
            .getMessage();
    assertNames(error, kernels);
    assertEquals(List.of(), mixtures(notes));
  }

  private static void assertNames(String mixture, String... kernels) {
    assertTrue(mixture.startsWith(MIXTURE), mixture);
    for (String kernel : kernels) {
      assertTrue(Pattern.compile("[:;] " + kernel + "[,;]").matcher(mixture).find(), mixture);
    }
  }

  private static List<String> mixtures(List<String> notes) {
    return notes.stream().filter(note -> note.startsWith(MIXTURE)).toList();
  }

  /** Options with which JavaCPP finds no directory to extract a library to. */
  private String withoutRoomForLibraries() throws Exception {
    Path temporary = Files.createDirectories(directory.resolve("temporary"));
    Path file = temporary.resolve(".javacpp-" + System.getProperty("user.name"));
    Files.writeString(file, "");
    return String.join(
        "\n",
        "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
        "-Duser.home=" + file,
        "-Djava.io.tmpdir=" + temporary,
        "");
  }

  private void train(TwoWorkerCluster cluster, int executors, String allowed) throws Exception {
    try (SparkSession spark =
        cluster.session(
            "spark.cores.max",
            "" + executors,
            "spark.locality.wait",
            "0",
            ApplicationSettings.ALLOW_MIXED_KERNELS,
            allowed,
            "spark.executor.extraJavaOptions",
            TwoWorkerCluster.executorOptions() + " " + OWN_OPTIONS)) {
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
          .fit(FaultySession.waveform(spark));
    }
  }
}
