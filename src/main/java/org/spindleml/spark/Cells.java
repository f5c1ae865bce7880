package org.spindleml.spark;

/** The columns of one row, however Spark holds it: what the readers of a table need of a row. */
interface Cells {
  /** Says of a sparse vector that its indices are not ascending or not all inside of it. */
  int BAD_INDICES = -2;

  /** Whether a column is null. */
  boolean isNull(int column);

  /** How many numbers a column that is not null holds. */
  int width(int column);

  /** The number or truth value of a column that is not null, as a double. */
  double number(int column);

  /**
   * Reads a column that is not null.
   *
   * @param column a vector, array or number
   * @param into out: its numbers; NaN for a null in an array
   * @param at where to write them
   * @return the place of the first null in an array, or {@link #BAD_INDICES}; −1 where all is well
   */
  int copy(int column, double[] into, int at);

  /** The value of a column of numbers or truth values as text, "null" for null. */
  String text(int column);
}
