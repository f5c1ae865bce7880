package org.spindleml.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class with this process's class path in a JVM of its own. */
final class ChildJvm {
  private ChildJvm() {}

  /** What {@code main} printed. */
  static String run(Class<?> main, String... options) throws IOException, InterruptedException {
    return runOn(System.getProperty("java.class.path"), main, options);
  }

  /** The same with another class path. */
  static String runOn(String classPath, Class<?> main, String... options)
      throws IOException, InterruptedException {
    Said said = start(classPath, main, options);
    assertEquals(0, said.exit, said.errors);
    return said.output;
  }

  /** What the JVM printed on its error stream on its way to a failure. */
  static String fail(Class<?> main, String... options) throws IOException, InterruptedException {
    Said said = start(System.getProperty("java.class.path"), main, options);
    assertNotEquals(0, said.exit, said.output);
    return said.errors;
  }

  private record Said(int exit, String output, String errors) {}

  private static Said start(String classPath, Class<?> main, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, main.getName()));
    File output = File.createTempFile("child", ".out");
    File errors = File.createTempFile("child", ".err");
    try {
      Process process =
          new ProcessBuilder(command).redirectOutput(output).redirectError(errors).start();
      return new Said(
          process.waitFor(), Files.readString(output.toPath()), Files.readString(errors.toPath()));
    } finally {
      Files.delete(output.toPath());
      Files.delete(errors.toPath());
    }
  }
}
