package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside the tests', for a Spark session that no other test may share. */
final class OtherJvm {
  private OtherJvm() {}

  /** Runs a class's main method, with the options of this JVM; it must end with exit code 0. */
  static void run(Class<?> main) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--") || argument.startsWith("-D"))
        .forEach(command::add);
    command.add("-Xmx1g");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    File said = File.createTempFile("other", ".log");
    try {
      Process child =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start();
      assertEquals(0, child.waitFor(), Files.readString(said.toPath()));
    } finally {
      Files.delete(said.toPath());
    }
  }
}
