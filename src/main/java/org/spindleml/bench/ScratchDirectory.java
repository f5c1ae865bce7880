package org.spindleml.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory of this machine that lasts as long as a benchmark.
 *
 * @param path where it is
 */
record ScratchDirectory(Path path) implements AutoCloseable {

  static ScratchDirectory create() {
    try {
      return new ScratchDirectory(Files.createTempDirectory("spindle-bench-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name inside it, as Spark takes it. */
  String resolve(String name) {
    return path.resolve(name).toUri().toString();
  }

  @Override
  public void close() {
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
