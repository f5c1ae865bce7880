package org.spindleml.spark;

import org.apache.spark.sql.Row;

/**
 * The columns of a row as Spark's API hands it out, each value an object.
 *
 * @param row the row
 */
record RowCells(Row row) implements Cells {
  @Override
  public boolean isNull(int column) {
    return row.isNullAt(column);
  }

  @Override
  public int width(int column) {
    return ColumnKind.width(row.get(column));
  }

  @Override
  public double number(int column) {
    return ColumnKind.number(row.get(column));
  }

  @Override
  public int copy(int column, double[] into, int at) {
    Object value = row.get(column);
    return ColumnKind.ofValue(value).copy(value, into, at);
  }

  @Override
  public String text(int column) {
    return String.valueOf(row.get(column));
  }
}
