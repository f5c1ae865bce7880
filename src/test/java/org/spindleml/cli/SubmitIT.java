package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts as a user runs them: real processes, from another directory. */
class SubmitIT {
  private static final Path SCRIPTS = Path.of("submit").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void doctorWorksThroughASymbolicLink() throws Exception {
    Path link =
        Files.createSymbolicLink(directory.resolve("spindle-link"), SCRIPTS.resolve("spindle"));
    Ran ran = run(link.toString(), "doctor", "--master", "local[1]");
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    assertTrue(ran.out().contains("Spark job        works"), ran.out());
    assertTrue(ran.out().contains("local[1]"), ran.out());
  }

  /** The build has archived them with a command before the integration tests. */
  @Test
  void commandsFindTheClassesThatOneHasLeft() throws Exception {
    Path archive = SCRIPTS.resolveSibling("target/spark-classes.jsa");
    assumeTrue(System.getenv("SPARK_HOME") == null, "a distribution of Spark starts by itself");
    assertTrue(Files.exists(archive), "none at " + archive);
    String print = "source " + SCRIPTS + "/spark-home.bash; printf '%s\n' \"${class_data[@]}\"";
    Ran ran = run("bash", "-c", print);
    assertEquals("-XX:SharedArchiveFile=" + archive, ran.out().lines().findFirst().orElse(""));
    assertFalse(Files.exists(Path.of(archive + ".unfinished")));
  }

  @Test
  void badInputIsOneLineAndExitCode2() throws Exception {
    Ran ran = spindle("nonsense");
    assertEquals(2, ran.exitCode());
    assertEquals("", ran.out());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("spindle: there is no command 'nonsense'"), ran.err());
  }

  @Test
  void trainsAndSaysWhereTheModelIs() throws Exception {
    Path project = SCRIPTS.getParent();
    Path output = directory.resolve("spirals");
    ProcessBuilder process =
        process(
            SCRIPTS.resolve("spindle").toString(),
            "train",
            "conf/two-spirals.conf",
            "output.directory=" + output,
            "params.maxIter=5",
            "--master",
            "local[2]");
    Ran ran = Ran.process(process.directory(project.toFile()), directory);
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    assertTrue(ran.out().contains("model   " + output.resolve("model")), ran.out());
    assertTrue(ran.out().contains("report  " + output.resolve("report.html")), ran.out());
    assertTrue(Files.exists(output.resolve("report.json")));
  }

  @Test
  void aBadRunFileIsOneLineAndExitCode2() throws Exception {
    Files.writeString(directory.resolve("points.csv"), "x,label\n1,0\n2,1\n");
    Files.writeString(
        directory.resolve("bad.conf"),
        "data { path = points.csv }\ncolumns { features = [z], label = label }\n");
    Ran ran = spindle("train", "bad.conf");
    assertEquals("spindle: there is no column 'z'; the table has x, label\n", ran.err());
    assertEquals(2, ran.exitCode());
    assertFalse(Files.exists(directory.resolve("runs")));
  }

  @Test
  void pathsAreRelativeToWhereTheUserStands() throws Exception {
    Ran ran = spindle("generate", "two-spirals", "--out", "here");
    assertEquals("", ran.err());
    assertTrue(Files.exists(directory.resolve("here/two-spirals-train.csv")));
  }

  @Test
  void theMachinesLanguageAndTimeChangeNothing() throws Exception {
    ProcessBuilder process =
        process(SCRIPTS.resolve("spindle").toString(), "generate", "all", "--out", "here");
    process
        .environment()
        .put(
            "JDK_JAVA_OPTIONS",
            "-Duser.language=ar -Duser.country=EG -Duser.timezone=Asia/Kathmandu"
                + " -Dfile.encoding=ISO-8859-1");
    assertEquals(0, Ran.process(process, directory).exitCode());
    for (String name : List.of("friedman1-train.csv", "waveform-test.csv", "monks-3-train.csv")) {
      assertEquals(-1, Files.mismatch(directory.resolve("here/" + name), Path.of("data", name)));
    }
  }

  @Test
  void aClusterStartsServesAndLeavesNothing() throws Exception {
    String cluster = SCRIPTS.resolve("cluster").toString();
    try {
      Ran started = run(cluster, "start", "2");
      assertEquals(0, started.exitCode(), started.toString());
      Matcher url = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+").matcher(started.out());
      assertTrue(url.find(), started.out());

      Ran again = run(cluster, "start", "2");
      assertEquals(1, again.exitCode());
      assertTrue(again.err().contains("already runs"), again.err());

      Ran status = run(cluster, "status");
      assertEquals(0, status.exitCode());
      assertEquals(2, status.out().lines().filter(line -> line.startsWith("worker-")).count());

      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(clusterDirectory().resolve("spark.conf"))));

      Ran doctor = spindle("doctor", "--master", url.group());
      assertEquals("", doctor.err());
      assertEquals(0, doctor.exitCode());
      assertTrue(doctor.out().contains("Executors        2"), doctor.out());
    } finally {
      List<ProcessHandle> processes = daemons();
      assertEquals(0, run(cluster, "stop").exitCode());
      for (ProcessHandle process : processes) {
        // Gone for good once its parent has waited for it.
        process.onExit().get(60, TimeUnit.SECONDS);
        assertFalse(process.isAlive());
      }
    }
    assertEquals(3, run(cluster, "status").exitCode());
  }

  private Path clusterDirectory() {
    return directory.resolve("cluster");
  }

  private List<ProcessHandle> daemons() throws IOException {
    try (Stream<Path> files = Files.list(clusterDirectory())) {
      return files
          .filter(file -> file.toString().endsWith(".pid"))
          .flatMap(file -> ProcessHandle.of(processId(file)).stream())
          .flatMap(daemon -> Stream.concat(Stream.of(daemon), daemon.descendants()))
          .toList();
    }
  }

  private static long processId(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Ran spindle(String... args) throws Exception {
    return run(
        Stream.concat(Stream.of(SCRIPTS.resolve("spindle").toString()), Stream.of(args))
            .toArray(String[]::new));
  }

  private Ran run(String... command) throws Exception {
    return Ran.process(process(command), directory);
  }

  private ProcessBuilder process(String... command) {
    ProcessBuilder process = new ProcessBuilder(command).directory(directory.toFile());
    process.environment().put("SPINDLE_CLUSTER_DIR", clusterDirectory().toString());
    process.environment().put("SPINDLE_DRIVER_MEMORY", "512m");
    process.environment().remove("JDK_JAVA_OPTIONS");
    return process;
  }
}
