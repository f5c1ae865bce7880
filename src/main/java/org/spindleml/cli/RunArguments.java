package org.spindleml.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** What every command about a run takes: the run file, and settings that override it. */
final class RunArguments {
  /** Keys of secrets, or of what is close to one, wherever the word is in them. */
  private static final String SECRET_KEY = "secret|passw|passphrase|token|credential|key|signature";

  /** A secret, by its key: of the setting, or of a part of its value such as a URL's parameter. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)([^?&;,=\\s]*(?:" + SECRET_KEY + ")[^?&;,=\\s]*=)[^&;,\\s]+");

  /** User and password before a URL's host. */
  private static final Pattern USER = Pattern.compile("://[^/@\\s]+@");

  private static final String REDACTED = "*********(redacted)";

  @Parameters(index = "0", paramLabel = "FILE", description = "The run file.")
  private Path file;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "Settings that hold instead of the run file's own.")
  private List<String> settings = List.of();

  /** The command that trains the run once more, without what could be secrets. */
  List<String> again() {
    String words =
        settings.stream()
            .map(RunArguments::redacted)
            .map(RunArguments::quoted)
            .collect(Collectors.joining(" "));
    return List.of(("submit/spindle train " + quoted(file.toString()) + " " + words).strip());
  }

  /** As Spark writes settings whose names tell of secrets. */
  static String redacted(String setting) {
    int value = setting.indexOf('=') + 1;
    Matcher key = SECRET.matcher(setting);
    if (value > 0 && key.lookingAt()) {
      return setting.substring(0, value) + REDACTED;
    }
    String parts = key.replaceAll(found -> found.group(1) + REDACTED);
    return USER.matcher(parts).replaceAll("://" + REDACTED + "@");
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
