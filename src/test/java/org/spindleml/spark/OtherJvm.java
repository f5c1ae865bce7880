package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM beside the tests', for a Spark session that no other test may share. */
final class OtherJvm {
  private OtherJvm() {}

  /** Runs a class's main method, with the options of this JVM; it must end with exit code 0. */
  static void run(Class<?> main) throws Exception {
    run(List.of(), Map.of(), main);
  }

  /**
   * The same with arguments.
   *
   * @param before what the command begins with
   * @param environment variables beside those of this JVM
   * @return what it said
   */
  static String run(
      List<String> before, Map<String, String> environment, Class<?> main, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--") || argument.startsWith("-D"))
        .forEach(command::add);
    command.add("-Xmx1g");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    File said = File.createTempFile("other", ".log");
    try {
      ProcessBuilder child =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
      child.environment().putAll(environment);
      int exitCode = child.start().waitFor();
      String text = Files.readString(said.toPath());
      assertEquals(0, exitCode, text);
      return text;
    } finally {
      Files.delete(said.toPath());
    }
  }
}
