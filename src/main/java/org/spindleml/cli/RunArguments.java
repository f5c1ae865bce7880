package org.spindleml.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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

  /** The command that trains the run once more. */
  List<String> again() {
    String words = settings.stream().map(RunArguments::quoted).collect(Collectors.joining(" "));
    return List.of(("submit/spindle train " + quoted(file.toString()) + " " + words).strip());
  }

  /** A word of a shell's command line. */
  private static String quoted(String word) {
    return word.matches("[\\w./=:,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Reads the run file. */
  RunFile run() {
    return RunFile.read(file, settings);
  }
}
