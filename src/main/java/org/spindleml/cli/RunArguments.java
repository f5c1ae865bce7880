package org.spindleml.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** What every command about a run takes: the run file, and settings that override it. */
final class RunArguments {
  @Parameters(index = "0", paramLabel = "FILE", description = "The run file.")
  private Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "Settings that hold instead of the run file's own.")
  private List<String> settings = List.of();

  /** Reads the run file. */
  RunFile run() {
    return RunFile.read(file, settings);
  }
}
