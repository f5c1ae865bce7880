package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM beside the tests', for a Spark session that no other test may share.
 *
 * @param home of its JDK
 * @param classPath where its classes are
 * @param options of the JVM
 * @param before what its command begins with
 * @param environment variables beside those of this JVM
 */
public record OtherJvm(
    Path home,
    String classPath,
    List<String> options,
    List<String> before,
    Map<String, String> environment) {
  /** Options of processes that end soon; pom.xml gives them to those that submit/ starts. */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /**
   * Those, and where Spark's classes are as the build has archived them, if it has: for processes
   * with Spark's jars first on their class path.
   */
  static List<String> ofSpark() {
    Path archive = Path.of("target/spark-classes.jsa").toAbsolutePath();
    List<String> options = new ArrayList<>(List.of(SHORT_LIVED.split(" ")));
    if (Files.exists(archive)) {
      options.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
    }
    return options;
  }

  /** One like this, with the options of this JVM. */
  public static OtherJvm likeThis() {
    List<String> options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--") || argument.startsWith("-D"))
            .toList();
    return new OtherJvm(
        Path.of(System.getProperty("java.home")),
        System.getProperty("java.class.path"),
        options,
        List.of(),
        Map.of());
  }

  /** One of another JDK. */
  OtherJvm of(Path home) {
    return new OtherJvm(home, classPath, options, before, environment);
  }

  /** One with another class path. */
  public OtherJvm on(String classPath) {
    return new OtherJvm(home, classPath, options, before, environment);
  }

  /** One without the options that name something. */
  OtherJvm without(String something) {
    return new OtherJvm(
        home,
        classPath,
        options.stream().filter(option -> !option.contains(something)).toList(),
        before,
        environment);
  }

  /** One that a command starts, with more variables. */
  OtherJvm in(List<String> before, Map<String, String> environment) {
    return new OtherJvm(home, classPath, options, before, environment);
  }

  /** Runs a class's main method in one like this; it must end with exit code 0. */
  static void run(Class<?> main) throws IOException {
    likeThis().run(0, main);
  }

  /**
   * Runs a class's main method; it must end with that exit code.
   *
   * @return what it said
   */
  public String run(int exitCode, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of(SHORT_LIVED.split(" ")));
    command.add("-Xmx1g");
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    File said = File.createTempFile("other", ".log");
    try {
      ProcessBuilder child =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
      child.environment().putAll(environment);
      int ended = child.start().onExit().join().exitValue();
      String text = Files.readString(said.toPath());
      assertEquals(exitCode, ended, () -> command + "\n" + text);
      return text;
    } finally {
      Files.delete(said.toPath());
    }
  }
}
