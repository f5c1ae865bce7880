package org.spindleml.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.spindleml.nn.CounterRandom;

/**
 * Tells validation rows from training rows: by a column, or by a hash of the row's content, so that
 * the same rows are chosen on any cluster and from any file layout, and rows with the same content
 * stay together.
 *
 * @param indicator name of the column; null where the content decides
 * @param index its place in a row; −1 where there is none
 * @param fraction share of rows that the content chooses
 * @param keys hashes with a salt of their own
 */
record ValidationMark(String indicator, int index, double fraction, RowKeys keys)
    implements Serializable {

  /** How a table's rows are told apart. */
  static ValidationMark of(StructType schema, ValidationRows rows, long seed) {
    String indicator = rows.indicator();
    CounterRandom random = CounterRandom.of(seed, CounterRandom.Purpose.VALIDATION);
    return new ValidationMark(
        indicator,
        indicator == null ? -1 : ValidationRows.find(schema, indicator),
        rows.fraction(),
        new RowKeys(random, 1));
  }

  /** The same mark of a column at another place. */
  ValidationMark at(int newIndex) {
    return new ValidationMark(indicator, newIndex, fraction, keys);
  }

  /** What is wrong with a row's mark; null if it is fine. */
  RowFault fault(Row row) {
    return index >= 0 && row.isNullAt(index)
        ? new RowFault("column '" + indicator + "' has nulls", "null")
        : null;
  }

  /** Whether a row without fault is a validation row; raw holds its content. */
  boolean isOn(Row row, double[] raw) {
    if (index >= 0) {
      return row.getBoolean(index);
    }
    // The highest 53 bits as a number in [0, 1).
    return fraction > 0 && (keys.key(raw) >>> 11) * 0x1p-53 < fraction;
  }
}
