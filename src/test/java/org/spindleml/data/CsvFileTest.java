package org.spindleml.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.data.GeneratedTable.Column;

class CsvFileTest {
  @Test
  void numbersHaveAFixedCountOfDecimals() {
    assertEquals("1.50", number(1.5, 2));
    assertEquals("-0.05", number(-0.05, 2));
    assertEquals("0.00", number(-0.0001, 2));
    assertEquals("-12.345679", number(-12.3456789, 6));
    assertEquals("3", number(3, 0));
  }

  @Test
  void theDefaultLocaleChangesNothing(@TempDir Path directory) throws IOException {
    GeneratedTable table =
        new GeneratedTable(
            "tiny",
            List.of(new Column("x", 3), new Column("label", 0)),
            2,
            index -> new double[] {1234.5 + index, index});
    Locale before = Locale.getDefault();
    try {
      for (String language : List.of("de", "ar", "hi")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        Path file = CsvFile.write(table, directory);
        assertEquals("x,label\n1234.500,0\n1235.500,1\n", Files.readString(file));
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void replacesAFileAndLeavesNothingElse(@TempDir Path directory) throws IOException {
    CsvFile.write(Friedman1.train(1, 10), directory);
    CsvFile.write(Friedman1.train(2, 5), directory);
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("friedman1-train.csv")), files.toList());
    }
    assertEquals(6, Files.readAllLines(directory.resolve("friedman1-train.csv")).size());
  }

  private static String number(double value, int decimals) {
    StringBuilder line = new StringBuilder();
    CsvFile.append(line, value, decimals);
    return line.toString();
  }
}
