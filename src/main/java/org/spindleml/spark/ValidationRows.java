package org.spindleml.spark;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spindleml.table.InputException;

/**
 * Which rows of a table judge a run instead of taking part in it.
 *
 * @param indicator column of booleans, true for such rows; null where there is none
 * @param fraction share of rows to choose by a hash of their content; 0 for none
 */
public record ValidationRows(String indicator, double fraction) {
  /** No rows. */
  public static final ValidationRows NONE = new ValidationRows(null, 0);

  /**
   * Checks that one of the two decides.
   *
   * @param indicator column of booleans; null where there is none
   * @param fraction share of rows; 0 for none
   * @throws InputException if there are both
   */
  public ValidationRows {
    if (indicator != null && fraction > 0) {
      throw new InputException(
          "validationIndicatorCol is "
              + indicator
              + " and validationFraction is "
              + fraction
              + "; each says which rows validate: leave one of them");
    }
  }

  /**
   * Whether no row is one.
   *
   * @return true if neither decides
   */
  boolean areNone() {
    return indicator == null && fraction == 0;
  }

  /** "validationFraction 0.1", for errors. */
  String named() {
    return indicator == null
        ? "validationFraction " + fraction
        : "validationIndicatorCol '" + indicator + "'";
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
}
