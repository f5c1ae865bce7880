package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside the tests', for a Spark session that no other test may share. */
final class OtherJvm {
  private final Path home;
  private final List<String> options;

  private OtherJvm(Path home, List<String> options) {
    this.home = home;
    this.options = options;
  }

  /** One like this, with the options of this JVM. */
  static OtherJvm likeThis() {
    List<String> options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--") || argument.startsWith("-D"))
            .toList();
    return new OtherJvm(Path.of(System.getProperty("java.home")), options);
  }

  /** One of another JDK. */
  OtherJvm of(Path home) {
    return new OtherJvm(home, options);
  }

  /** One without the options that name something. */
  OtherJvm without(String something) {
    return new OtherJvm(
        home, options.stream().filter(option -> !option.contains(something)).toList());
  }

  /** Runs a class's main method in one like this; it must end with exit code 0. */
  static void run(Class<?> main) throws IOException {
    likeThis().run(0, main);
  }

  /** Runs a class's main method; it must end with that exit code. */
  void run(int exitCode, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.add("-Xmx1g");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    File said = File.createTempFile("other", ".log");
    try {
      Process child =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start();
      assertEquals(
          exitCode, child.onExit().join().exitValue(), () -> command + "\n" + read(said.toPath()));
    } finally {
      Files.delete(said.toPath());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
