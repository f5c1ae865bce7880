package org.spindleml.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.spindleml.table.InputException;

/** A worked example written down: a HOCON file whose keys are the command's options. */
final class ExampleFile {
  private static final List<String> KEYS =
      List.of(
          "inputs",
          "target",
          "hidden",
          "activation",
          "loss",
          "classes",
          "learningRate",
          "seed",
          "weights");

  private final Config config;

  private ExampleFile(Config config) {
    this.config = config;
  }

  static ExampleFile empty() {
    return new ExampleFile(ConfigFactory.empty());
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return what it says
   * @throws InputException if there is no such file, or something in it means nothing
   */
  static ExampleFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no file " + file);
    }
    try {
      Config config = ConfigFactory.parseFile(file.toFile()).resolve();
      for (String key : new TreeSet<>(config.root().keySet())) {
        if (!KEYS.contains(key)) {
          throw new InputException(
              file + ": unknown key '" + key + "'; the keys are " + String.join(", ", KEYS));
        }
      }
      return new ExampleFile(config);
    } catch (ConfigException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  boolean has(String key) {
    return config.hasPath(key);
  }

  /** The option if there is one, else the file's list or single value, else the default. */
  List<String> list(String key, String option, String otherwise) {
    if (option == null && has(key) && config.getValue(key) instanceof ConfigList list) {
      if (list.isEmpty() && !key.equals("hidden")) {
        throw new InputException(key + " is an empty list");
      }
      return list.stream().map(value -> text(key, value)).toList();
    }
    String text = value(key, option, otherwise);
    return text.isBlank() && key.equals("hidden")
        ? List.of()
        : List.of(text.split(",", -1)).stream().map(String::strip).toList();
  }

  /** The option if there is one, else the file's value, else the default. */
  String value(String key, Object option, String otherwise) {
    if (option != null) {
      return option.toString();
    }
    return has(key) ? text(key, config.getValue(key)) : otherwise;
  }

  private static String text(String key, ConfigValue value) {
    if (value.valueType() != ConfigValueType.NUMBER
        && value.valueType() != ConfigValueType.STRING) {
      throw new InputException(key + " takes numbers or names, found " + value.render());
    }
    return value.unwrapped().toString();
  }
}
