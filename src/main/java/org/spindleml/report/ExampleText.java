package org.spindleml.report;

import java.util.ArrayList;
import java.util.List;

/** A worked example as aligned text. */
public final class ExampleText {
  private static final String GAP = "  ";

  private ExampleText() {}

  /**
   * Every step as a table.
   *
   * @param example the example
   * @return lines that end in \n
   */
  public static String of(WorkedExample example) {
    StringBuilder text = new StringBuilder();
    for (String line : ExampleTables.introduction(example)) {
      text.append(line).append('\n');
    }
    for (ExampleTable table : ExampleTables.of(example)) {
      text.append('\n').append(table.title()).append('\n');
      for (String line : table.rule()) {
        text.append(GAP).append(line).append('\n');
      }
      text.append('\n');
      append(table, text);
    }
    return text.toString();
  }

  private static void append(ExampleTable table, StringBuilder text) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns());
    lines.addAll(table.rows());
    int columns = table.columns().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String cell = line.get(c);
        String space = " ".repeat(widths[c] - cell.length());
        row.append(GAP).append(table.isText(c) ? cell + space : space + cell);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
  }
}
