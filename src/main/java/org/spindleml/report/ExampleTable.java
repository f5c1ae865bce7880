package org.spindleml.report;

import java.util.List;

/**
 * One step of a worked example as a table.
 *
 * @param title which step of which layer
 * @param rule what is computed, in words and symbols; one line each
 * @param columns headings
 * @param rows the numbers as text; a cell of a row may be empty
 */
record ExampleTable(
    String title, List<String> rule, List<String> columns, List<List<String>> rows) {
  /** Whether a column is words: the first, and the second where it says from or to where. */
  boolean isText(int column) {
    return column == 0 || column == 1 && rows.stream().anyMatch(row -> row.get(1).startsWith("="));
  }

  /** Whether a row is the result of those above it. */
  static boolean isResult(List<String> row) {
    return row.get(1).startsWith("=") || row.get(0).startsWith("loss");
  }
}
