package org.spindleml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reliability.md has every row, and names tests that there are. */
class ReliabilityPageTest {
  private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  /** Rows of all tables, cell by cell. */
  private static List<String[]> rows() throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs/reliability.md"))) {
      if (line.startsWith("| ") && !line.startsWith("| ---")) {
        rows.add(line.substring(2, line.length() - 2).split(" \\| "));
      }
    }
    return rows;
  }

  private static List<String> sources(String testClass) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      List<String> sources = new ArrayList<>();
      for (Path file : files.filter(path -> path.endsWith(testClass + ".java")).toList()) {
        sources.add(Files.readString(file));
      }
      return sources;
    }
  }

  @Test
  void everyRowIsThere() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int row = 1; row <= 39; row++) {
      expected.add("" + row);
      if (row == 5 || row == 22 || row == 24) {
        expected.add(row + "b");
      }
      if (row == 27) {
        expected.addAll(List.of("27b", "27c", "27d"));
      }
    }
    List<String> found =
        rows().stream().map(row -> row[0]).filter(cell -> cell.matches("\\d+[bcd]?")).toList();
    assertEquals(expected, found);
  }

  @Test
  void everyTestNamedIsOne() throws IOException {
    int named = 0;
    for (String[] row : rows()) {
      String shownBy = row[row.length - 1];
      Matcher name = NAME.matcher(shownBy);
      boolean any = shownBy.equals("shown by");
      while (name.find()) {
        String method = "\n  void " + name.group(2) + "(";
        assertTrue(
            sources(name.group(1)).stream().anyMatch(source -> source.contains(method)),
            name.group());
        any = true;
        named++;
      }
      assertTrue(any, () -> "no test in row " + row[0]);
    }
    assertTrue(named > 60, "the pattern does not fit the page");
  }
}
