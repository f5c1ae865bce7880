package org.spindleml.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.nn.CounterRandom;
import org.spindleml.table.InputException;

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
public record ValidationMark(String indicator, int index, double fraction, RowKeys keys)
    implements Serializable {

  /** How a table's rows are told apart. */
  static ValidationMark of(StructType schema, ValidationRows rows, long seed) {
    String indicator = rows.indicator();
    CounterRandom random = CounterRandom.of(seed, CounterRandom.Purpose.VALIDATION);
    return new ValidationMark(
        indicator,
        indicator == null ? -1 : find(schema, indicator),
        rows.fraction(),
        new RowKeys(random, 1));
  }

  /**
   * Finds the column that marks validation rows.
   *
   * @param schema the table's schema
   * @param indicator its name
   * @return its index
   * @throws InputException if there is none, or it holds no booleans
   */
  public static int find(StructType schema, String indicator) {
    int index = Columns.find(schema, indicator);
    DataType type = schema.fields()[index].dataType();
    if (!type.equals(DataTypes.BooleanType)) {
      throw new InputException(
          "column '"
              + indicator
              + "' is of type "
              + type.simpleString()
              + "; validationIndicatorCol must be boolean, true for validation rows");
    }
    return index;
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
