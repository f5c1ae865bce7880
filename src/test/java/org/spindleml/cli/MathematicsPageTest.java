package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Named;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.Solver;

/** docs/mathematics.md has every choice, and every source that it names. */
class MathematicsPageTest {
  private static String section(String title) throws IOException {
    String page = Files.readString(Path.of("docs/mathematics.md"));
    int start = page.indexOf("\n## " + title + "\n");
    assertTrue(start >= 0, title);
    int end = page.indexOf("\n## ", start + 1);
    return page.substring(start, end < 0 ? page.length() : end);
  }

  /** The rows of a section's table, cell by cell, the head first. */
  private static List<String[]> table(String title) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : section(title).split("\n")) {
      if (line.startsWith("| ") && !line.startsWith("| ---")) {
        rows.add(line.substring(2, line.length() - 1).split("(?<!\\\\)\\| ?", -1));
      }
    }
    for (String[] row : rows) {
      assertEquals(rows.get(0).length, row.length, () -> title + ": " + Arrays.toString(row));
    }
    return rows;
  }

  private static void assertHas(String title, List<? extends Named> choices) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String[] row : table(title).subList(1, table(title).size())) {
      assertTrue(names.add(row[0].replace("`", "").strip()), row[0]);
    }
    Set<String> missing = new TreeSet<>();
    choices.forEach(choice -> missing.add(choice.label()));
    missing.removeAll(names);
    assertEquals(Set.of(), missing, title);
  }

  @Test
  void everyChoiceHasARow() throws IOException {
    assertHas("Activations", List.of(Activation.values()));
    assertHas("Losses", Loss.all());
    assertHas("Solvers", List.of(Solver.values()));
    assertHas("Schedules", List.of(LearningRateSchedule.values()));
    assertHas("Initialisers", List.of(Initializer.values()));
  }

  @Test
  void everySourceNamedIsListed() throws IOException {
    String sources = section("Sources").replaceAll("\n  ", " ");
    Pattern source = Pattern.compile("(\\p{Lu}[\\p{L} ,-]+?) (\\d{4}a?)\\b");
    int named = 0;
    for (String title :
        List.of(
            "The network",
            "Activations",
            "Losses",
            "Solvers",
            "Schedules",
            "Initialisers",
            "Regularisation",
            "Local steps")) {
      Matcher found = source.matcher(section(title).replace('\n', ' '));
      while (found.find()) {
        String names = Pattern.quote(found.group(1).replace(" et al.", ""));
        String entry = "\n- [^\n]*" + names + "[^\n]*, " + found.group(2) + "(\n|$)";
        assertTrue(Pattern.compile(entry).matcher(sources).find(), found.group());
        named++;
      }
    }
    assertTrue(named >= 40, "the pattern does not fit the page");
  }
}
