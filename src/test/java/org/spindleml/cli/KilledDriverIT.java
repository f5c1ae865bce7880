package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.spark.TwoWorkerCluster;

/**
 * Real drivers that are killed while they train and while they write a checkpoint. {@code
 * -Dspindle.soak=true} kills twenty times instead of five.
 */
@EnabledOnOs(OS.LINUX)
class KilledDriverIT {
  private static final boolean SOAK = Boolean.getBoolean("spindle.soak");
  private static final long SEED = 20260202;
  private static final int EPOCHS = SOAK ? 30 : 4;

  /** What a driver is killed at: it has begun to write a checkpoint, or has just named one. */
  private static final String WRITING = "checkpoint.unfinished";

  private static final Pattern NAMED = Pattern.compile("checkpoint-\\d+\\.spindle");

  /** What drivers that are left alone train, each once. */
  @TempDir private static Path shared;

  @TempDir private Path directory;

  private Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  /** A driver that trains a network large enough for its checkpoints to take a while. */
  private ProcessBuilder driver(Path output, String master, String... more) throws IOException {
    Path run =
        Files.writeString(
            directory.resolve("run.conf"),
            "data { path = \""
                + Path.of("data/waveform-train.csv").toAbsolutePath()
                + "\" }\ncolumns { label = label }\n"
                + "params { hiddenLayers = [512, 512], batchSize = 64, maxIter = "
                + EPOCHS
                + ", validationFraction = 0.1, dropout = 0.1 }\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("submit/spindle").toAbsolutePath().toString(),
                "train",
                run.toString(),
                "output.directory=" + output,
                "--master",
                master));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("SPINDLE_CLUSTER_DIR", directory.resolve("cluster").toString());
    builder.environment().put("SPINDLE_DRIVER_MEMORY", "512m");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder;
  }

  private ProcessBuilder saved(String master, String... more) throws IOException {
    List<String> settings = new ArrayList<>(List.of("params.checkpointDir=" + checkpoints()));
    settings.addAll(List.of(more));
    return driver(directory, master, settings.toArray(new String[0]));
  }

  /** Goes on and trains what a driver that is left alone trains. */
  private void resume(String master, String... more) throws Exception {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("params.resume=must");
    String out = trained(saved(master, settings.toArray(new String[0])));
    assertTrue(out.contains("goes on from the checkpoint of step "), out);
    assertFalse(out.contains("cannot be used"), out);
    Path whole = shared.resolve("whole" + String.join("", more));
    if (!Files.exists(whole)) {
      trained(driver(whole, "local[2]", more));
    }
    assertEquals(model(whole), model(directory));
    assertFalse(Files.exists(checkpoints().resolve("in-use.txt")));
    assertFalse(Files.exists(checkpoints().resolve(WRITING)));
  }

  private String trained(ProcessBuilder driver) throws Exception {
    Ran ran = Ran.process(driver, directory);
    // Spark may warn of broadcasts that two of its threads remove at once.
    assertEquals(0, ran.exitCode(), ran.toString());
    return ran.out();
  }

  /** The bytes of the model's own two files, as numbers that tell files apart. */
  private static Map<String, String> model(Path output) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(output.resolve("model"))) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (name.equals("model.json") || name.equals("weights.safetensors")) {
          files.put(name, java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    assertEquals(2, files.size());
    return files;
  }

  /** The process that holds the directory. */
  private ProcessHandle holder() throws IOException {
    Matcher pid =
        Pattern.compile("pid=(\\d+)")
            .matcher(Files.readString(checkpoints().resolve("in-use.txt")));
    assertTrue(pid.find());
    return ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
  }

  /** Kills a driver when files of that kind have been made so many times. */
  private void killAt(boolean writing, int times, ProcessBuilder driver, String when)
      throws Exception {
    Process process = watched(writing, times, driver, when);
    holder().destroyForcibly();
    process.onExit().get(1, TimeUnit.MINUTES);
    assertTrue(Files.exists(checkpoints().resolve("in-use.txt")), when);
  }

  /** Starts a driver and waits until files of that kind have been made so many times. */
  private Process watched(boolean writing, int times, ProcessBuilder driver, String when)
      throws Exception {
    Files.createDirectories(checkpoints());
    try (WatchService watch = checkpoints().getFileSystem().newWatchService()) {
      checkpoints().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Path out = Files.createTempFile(directory, "killed-", ".txt");
      Process process = driver.redirectErrorStream(true).redirectOutput(out.toFile()).start();
      int left = times;
      while (left > 0) {
        WatchKey key = watch.poll(1, TimeUnit.SECONDS);
        assertTrue(process.isAlive(), () -> when + ", it was over: " + read(out));
        for (WatchEvent<?> event : key == null ? List.<WatchEvent<?>>of() : key.pollEvents()) {
          String name = event.context().toString();
          left -= (writing ? name.equals(WRITING) : NAMED.matcher(name).matches()) ? 1 : 0;
        }
        if (key != null) {
          key.reset();
        }
      }
      return process;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void killedAtAnyMomentItEndsWithTheSameFiles() throws Exception {
    Random random = new Random(SEED);
    for (int kill = 1; kill <= (SOAK ? 20 : 5); kill++) {
      boolean writing = random.nextBoolean();
      int times = 1 + random.nextInt(4);
      String when = "seed " + SEED + ", kill " + kill + " at " + times + (writing ? " w" : " n");
      killAt(writing, times, saved("local[2]", "params.checkpointSeconds=0.02"), when);
    }
    resume("local[2]");
  }

  @Test
  void onAClusterToo() throws Exception {
    String[] shorter = {"params.checkpointSeconds=0.5", "params.maxIter=2"};
    try (TwoWorkerCluster cluster = TwoWorkerCluster.start(directory.resolve("cluster"))) {
      killAt(true, 2, saved(cluster.url(), shorter), "on a cluster");
      resume(cluster.url(), "params.maxIter=2");
    }
  }

  @Test
  void toldToEndItSavesWhereItWasAndGivesTheDirectoryBack() throws Exception {
    ProcessBuilder driver =
        saved("local[2]", "params.checkpointInterval=1", "params.checkpointSeconds=0");
    Process process = watched(false, 1, driver, "told to end");
    holder().destroy(); // SIGTERM
    assertEquals(143, process.onExit().get(1, TimeUnit.MINUTES).exitValue());
    assertFalse(Files.exists(checkpoints().resolve("in-use.txt")));
    resume("local[2]");
  }
}
