package org.spindleml.data;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.spindleml.data.GeneratedTable.Column;

/**
 * Writes a generated table as comma-separated values with a header, one row in memory at a time.
 *
 * <p>ASCII, a point for decimals and a line feed after each row, whatever the machine's habits.
 */
public final class CsvFile {
  private static final long[] POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};

  private CsvFile() {}

  /**
   * Writes a table to {@code directory/name.csv}. A file there is replaced once the new one is
   * complete.
   *
   * @param table what to write
   * @param directory where; made if missing
   * @return the file
   * @throws IOException if it cannot be written
   */
  public static Path write(GeneratedTable table, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(table.name() + ".csv");
    Path unfinished = directory.resolve("." + table.name() + ".csv.unfinished");
    try {
      try (Writer writer = Files.newBufferedWriter(unfinished, StandardCharsets.US_ASCII)) {
        write(table, writer);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return file;
  }

  /**
   * Writes a table.
   *
   * @param table what to write
   * @param writer where; stays open
   * @throws IOException if it cannot be written
   */
  static void write(GeneratedTable table, Writer writer) throws IOException {
    List<Column> columns = table.columns();
    writer.write(columns.stream().map(Column::name).collect(Collectors.joining(",", "", "\n")));
    StringBuilder line = new StringBuilder();
    for (long index = 0; index < table.rows(); index++) {
      line.setLength(0);
      double[] row = table.formula().row(index);
      for (int j = 0; j < row.length; j++) {
        append(line, row[j], columns.get(j).decimals());
        line.append(j == row.length - 1 ? '\n' : ',');
      }
      writer.append(line);
    }
  }

  /** A number with a fixed count of decimals, and never "-0". */
  static void append(StringBuilder line, double value, int decimals) {
    long scaled = (long) StrictMath.rint(value * POWERS[decimals]);
    if (scaled < 0) {
      line.append('-');
      scaled = -scaled;
    }
    line.append(scaled / POWERS[decimals]);
    if (decimals > 0) {
      line.append('.');
      long fraction = scaled % POWERS[decimals];
      for (int digit = decimals - 1; digit >= 0; digit--) {
        line.append((char) ('0' + fraction / POWERS[digit] % 10));
      }
    }
  }
}
