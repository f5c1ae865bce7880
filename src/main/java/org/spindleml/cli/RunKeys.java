package org.spindleml.cli;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.spindleml.table.InputException;

/** The keys a run file may have; a key that nobody reads is a spelling mistake. */
final class RunKeys {
  /** A section whose keys the user chooses. */
  private static final Map<String, Object> ANY = Map.of();

  private static final String VALUE = "value";

  /** How a table is read: allowed for all tables under data, and for each one. */
  private static final Map<String, Object> SOURCE =
      section(
          "path", VALUE, "format", VALUE, "options", ANY, "schema", VALUE, "table", VALUE, "sql",
          VALUE, "derive", ANY);

  private static final Map<String, Object> SPLIT =
      section("share", VALUE, "seed", VALUE, "column", VALUE, "value", VALUE);

  private static final Map<String, Object> RUN =
      section(
          "let",
          ANY,
          "task",
          VALUE,
          "data",
          join(SOURCE, section("train", SOURCE, "test", join(SOURCE, SPLIT), "predict", SOURCE)),
          "columns",
          section(
              "features",
              VALUE,
              "categories",
              VALUE,
              "label",
              VALUE,
              "weight",
              VALUE,
              "offset",
              VALUE,
              "validation",
              VALUE,
              "missing",
              ANY),
          "params",
          ANY,
          "output",
          section("directory", VALUE, "format", VALUE));

  private RunKeys() {}

  private static Map<String, Object> section(Object... keysAndValues) {
    Map<String, Object> section = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      section.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return section;
  }

  private static Map<String, Object> join(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> joined = new LinkedHashMap<>(one);
    joined.putAll(other);
    return joined;
  }

  /**
   * Checks that every key of a run file is known.
   *
   * @param run the run file's root
   * @throws InputException naming file, line, the key and the nearest right one
   */
  static void check(ConfigObject run) {
    check("", run, RUN);
  }

  @SuppressWarnings("unchecked")
  private static void check(String path, ConfigObject found, Map<String, Object> known) {
    for (Map.Entry<String, ConfigValue> entry : found.entrySet()) {
      Object expected = known.get(entry.getKey());
      if (expected == null) {
        throw new InputException(
            RunFile.place(entry.getValue())
                + ": "
                + unknown("key", path + entry.getKey(), entry.getKey(), known.keySet()));
      }
      if (expected != VALUE && expected != ANY) {
        if (!(entry.getValue() instanceof ConfigObject section)) {
          throw new InputException(
              RunFile.place(entry.getValue())
                  + ": '"
                  + path
                  + entry.getKey()
                  + "' is a section: write "
                  + entry.getKey()
                  + " { … }");
        }
        check(path + entry.getKey() + ".", section, (Map<String, Object>) expected);
      }
    }
  }

  /** Every key, with the names of the sections it is in: "data.train.path". */
  static List<String> all() {
    List<String> keys = new ArrayList<>();
    collect("", RUN, keys);
    return keys;
  }

  @SuppressWarnings("unchecked")
  private static void collect(String path, Map<String, Object> known, List<String> into) {
    known.forEach(
        (key, expected) -> {
          into.add(path + key);
          if (expected != VALUE && expected != ANY) {
            collect(path + key + ".", (Map<String, Object>) expected, into);
          }
        });
  }

  /** "there is no … 'x'; did you mean 'y'? (known: …)". */
  static String unknown(String kind, String shown, String name, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    List<String> nearest =
        known.stream()
            .filter(other -> distance.apply(lower(other), lower(name)) <= 1 + name.length() / 3)
            .sorted(
                Comparator.<String>comparingInt(other -> distance.apply(lower(other), lower(name)))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(1)
            .toList();
    return "there is no "
        + kind
        + " '"
        + shown
        + "'"
        + (nearest.isEmpty()
            ? "; there are " + String.join(", ", known)
            : "; did you mean '" + nearest.get(0) + "'?");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
