package org.spindleml.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose JVM has decimal commas, another time zone and another encoding. */
class OtherMachineIT {
  private static final String RUN =
      """
      data {
        path = points.csv
        derive { hour = "hour(timestamp_seconds(1000 * x))" }
        test.share = 0.25
      }
      columns { features = [x, hour], categories = [größe], label = farbe }
      params { hiddenLayers = [8], maxIter = 5, batchSize = 32 }
      output.directory = out
      """;

  @TempDir private Path root;

  /** Trains in a directory of its own; returns the network's two files, by name. */
  private List<Path> train(String name, String javaOptions) throws Exception {
    Path directory = Files.createDirectory(root.resolve(name));
    StringBuilder points = new StringBuilder("x,größe,farbe\n");
    for (int i = 0; i < 200; i++) {
      points.append(i * 0.25).append(i % 3 == 0 ? ",groß" : ",klein");
      points.append(i % 2 == 0 ? ",grün\n" : ",weiß\n");
    }
    Files.writeString(directory.resolve("points.csv"), points, UTF_8);
    Files.writeString(directory.resolve("run.conf"), RUN, UTF_8);
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of("submit/spindle").toAbsolutePath().toString(),
                "train",
                "run.conf",
                "spark.sql.session.timeZone=UTC",
                "--master",
                "local[2]")
            .directory(directory.toFile());
    process.environment().put("JDK_JAVA_OPTIONS", javaOptions);
    process.environment().put("SPINDLE_DRIVER_MEMORY", "512m");
    // What is printed is in the terminal's encoding, which is not looked at here.
    Path log = root.resolve(name + ".log");
    process.redirectErrorStream(true).redirectOutput(log.toFile());
    int exitCode = process.start().onExit().get(5, TimeUnit.MINUTES).exitValue();
    assertEquals(0, exitCode, Files.readString(log, ISO_8859_1));
    try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
      return files.filter(OtherMachineIT::isNetwork).sorted().toList();
    }
  }

  /** What a network is; the stages of Spark's beside it have names drawn at random. */
  private static boolean isNetwork(Path file) {
    return file.endsWith("model.json") || file.endsWith("weights.safetensors");
  }

  @Test
  void trainsTheSameNetwork() throws Exception {
    List<Path> here = train("here", "-Duser.language=en -Duser.country=US -Dfile.encoding=UTF-8");
    List<Path> there =
        train(
            "there",
            "-Duser.language=de -Duser.country=DE -Dfile.encoding=ISO-8859-1"
                + " -Duser.timezone=Pacific/Apia");
    assertEquals(2, here.size(), here::toString);
    assertEquals(2, there.size(), there::toString);
    for (int i = 0; i < here.size(); i++) {
      assertEquals(-1, Files.mismatch(here.get(i), there.get(i)), here.get(i).toString());
    }
  }
}
