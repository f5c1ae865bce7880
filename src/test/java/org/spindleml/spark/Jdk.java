package org.spindleml.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JDKs of this machine. */
final class Jdk {
  private Jdk() {}

  /**
   * A JDK of a version: this process's own, the one that the environment variable JAVA_HOME_25 (for
   * 25) names, or one beside either of them or in /usr/lib/jvm.
   */
  static Optional<Path> of(int version) throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    List<Path> places = new ArrayList<>(List.of(own));
    Optional.ofNullable(System.getenv("JAVA_HOME_" + version)).map(Path::of).ifPresent(places::add);
    for (Path directory : List.of(own.resolveSibling(""), Path.of("/usr/lib/jvm"))) {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> jdks = Files.list(directory)) {
          places.addAll(jdks.sorted().toList());
        }
      }
    }
    for (Path place : places) {
      if (isOf(version, place)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** Every JDK has a file that says what it is. */
  private static boolean isOf(int version, Path home) throws IOException {
    Path release = home.resolve("release");
    return Files.isExecutable(home.resolve("bin/java"))
        && Files.isRegularFile(release)
        && Files.readString(release).matches("(?s).*JAVA_VERSION=\"" + version + "\\b.*");
  }
}
