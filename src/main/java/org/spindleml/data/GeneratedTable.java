package org.spindleml.data;

import java.io.Serializable;
import java.util.List;

/**
 * A table that its formula makes anew, row by row.
 *
 * @param name what its file is called, without the ending
 * @param columns the columns, in order
 * @param rows how many rows
 * @param formula the values of a row, in the order of the columns
 */
public record GeneratedTable(String name, List<Column> columns, long rows, Formula formula) {

  /**
   * One column of numbers.
   *
   * @param name its name in the header
   * @param decimals digits after the point; 0 makes a column of integers
   */
  public record Column(String name, int decimals) {}

  /** What makes a row. Serializable, so that executors can make rows too. */
  @FunctionalInterface
  public interface Formula extends Serializable {
    /**
     * One row.
     *
     * @param index which row, from 0
     * @return its values, one a column
     */
    double[] row(long index);
  }

  /**
   * The columns {@code prefix1, prefix2, …} and a last one.
   *
   * @param prefix first letters of the inputs' names
   * @param inputs how many inputs
   * @param decimals digits after the point of the inputs
   * @param target the last column
   * @return all of them, in order
   */
  static List<Column> numbered(String prefix, int inputs, int decimals, Column target) {
    Column[] columns = new Column[inputs + 1];
    for (int i = 0; i < inputs; i++) {
      columns[i] = new Column(prefix + (i + 1), decimals);
    }
    columns[inputs] = target;
    return List.of(columns);
  }
}
