package org.spindleml.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.spindleml.table.InputException;

/**
 * A run: where the data is, which columns are what, the Params, where results go. Written in HOCON;
 * any key can be set on the command line as {@code key=value}.
 */
final class RunFile {
  /** Far more than anybody writes, in bytes. */
  private static final long LONGEST = 1 << 20;

  private final Config run;
  private final String name;

  private RunFile(Config run, String name) {
    this.run = run;
    this.name = name;
  }

  /**
   * Reads a run file.
   *
   * @param file the file
   * @param settings {@code key=value} each, before the file's own values
   * @return the run
   * @throws InputException naming the file, and the line and key where there is one
   */
  static RunFile read(Path file, List<String> settings) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a directory; give a run file");
    }
    if (!Files.exists(file)) {
      throw new InputException("there is no run file " + file);
    }
    long length = file.toFile().length();
    if (length > LONGEST) {
      throw new InputException(
          file + " has " + length + " bytes; a run file has at most " + LONGEST);
    }
    return checked(
        () -> {
          Config run = parse(file);
          for (String setting : settings) {
            run = set(setting).withFallback(run);
          }
          run = run.resolve();
          RunKeys.check(run.root());
          String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
          return new RunFile(run, name);
        });
  }

  /** A setting of the command line: lists and sections as HOCON, all else as it stands. */
  private static Config set(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new InputException("'" + setting + "' is no setting; write key=value");
    }
    String key = setting.substring(0, equals);
    String value = setting.substring(equals + 1);
    if (value.startsWith("[") || value.startsWith("{")) {
      return ConfigFactory.parseString(setting, options("command line"));
    }
    return ConfigFactory.parseMap(Map.of(key, value), "command line");
  }

  private static ConfigParseOptions options(String origin) {
    return ConfigParseOptions.defaults().setOriginDescription(origin).setIncluder(new NoIncludes());
  }

  /** Where a value was written: "my-run.conf: 3" or "command line". */
  static String place(ConfigValue value) {
    String description = value.origin().description();
    return description.startsWith("command line") ? "command line" : description;
  }

  /** The parser calls itself for every bracket that is opened. */
  private static Config parse(Path file) {
    try {
      return ConfigFactory.parseFile(
          file.toFile(), options(file.toString()).setAllowMissing(false));
    } catch (StackOverflowError e) {
      throw new InputException(file + " nests its values too deeply", e);
    }
  }

  /** Runs a reader and turns what the HOCON library says into bad input. */
  private static <T> T checked(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (ConfigException e) {
      throw new InputException(e.getMessage().replaceAll("\\s*\n\\s*", " "), e);
    }
  }

  /**
   * The run's name: the file's, without its ending.
   *
   * @return the name
   */
  String name() {
    return name;
  }

  /** Whether a key or section is there. */
  boolean has(String key) {
    return run.hasPath(key);
  }

  /** A string that must be there. */
  String string(String key) {
    return checked(() -> run.getString(key));
  }

  /** A string, or a default. */
  String string(String key, String otherwise) {
    return has(key) ? string(key) : otherwise;
  }

  /** A number, or a default. */
  double number(String key, double otherwise) {
    return has(key) ? checked(() -> run.getDouble(key)) : otherwise;
  }

  /** A whole number, or a default. */
  long whole(String key, long otherwise) {
    return has(key) ? checked(() -> run.getLong(key)) : otherwise;
  }

  /** A list of strings, one string being a list of one; absent where the key is. */
  Optional<List<String>> strings(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    boolean isList = run.getValue(key).valueType() == ConfigValueType.LIST;
    return Optional.of(
        checked(() -> isList ? run.getStringList(key) : List.of(run.getString(key))));
  }

  /**
   * A section with keys of the user's choice, values as strings, in alphabetical order of keys. A
   * key may have dots, in quotes or not.
   */
  Map<String, String> map(String section) {
    Map<String, String> map = new TreeMap<>();
    if (has(section)) {
      Config values = checked(() -> run.getConfig(section));
      for (Map.Entry<String, ConfigValue> entry : values.entrySet()) {
        String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
        map.put(key, checked(() -> values.getString(entry.getKey())));
      }
    }
    return map;
  }

  /** The Params' section. */
  Config params() {
    return has("params") ? checked(() -> run.getConfig("params")) : ConfigFactory.empty();
  }

  /**
   * A section in which the keys of an enclosing one hold where it does not say otherwise.
   *
   * @param section the inner section; it need not be there
   * @param enclosing the outer section
   * @param alternatives keys of which a table has one: any of them in the inner section turns off
   *     all of the outer one's
   */
  RunFile within(String section, String enclosing, Set<String> alternatives) {
    Config inner = has(section) ? checked(() -> run.getConfig(section)) : ConfigFactory.empty();
    Config outer = run.getConfig(enclosing);
    if (alternatives.stream().anyMatch(inner::hasPath)) {
      for (String alternative : alternatives) {
        outer = outer.withoutPath(alternative);
      }
    }
    return new RunFile(inner.withFallback(outer), section);
  }
}
