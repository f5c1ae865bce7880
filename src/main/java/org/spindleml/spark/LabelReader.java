package org.spindleml.spark;

import java.io.Serializable;
import org.apache.spark.sql.types.StructType;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;

/**
 * Reads a row's labels as doubles: from a number, or from a vector or array where there are several
 * targets.
 *
 * @param name of the label column
 * @param index its place in a row
 * @param kind the form of its labels
 * @param loss says which labels there may be
 * @param mostClasses class numbers must be below this
 */
record LabelReader(String name, int index, ColumnKind kind, Loss loss, int mostClasses)
    implements Serializable {
  /** Class numbers up to here are exact in float32. */
  static final int LARGEST_CLASS_COUNT = 1 << 24;

  /**
   * A reader of a table's labels.
   *
   * @param schema the table's schema
   * @param name of the label column
   * @param loss says which labels there may be
   * @param requiredClasses number of classes that the user expects; 0 to take the data's
   * @throws InputException if the column is missing or of a type that cannot be used
   */
  static LabelReader of(StructType schema, String name, Loss loss, int requiredClasses) {
    int index = Columns.findLabel(schema, name);
    return new LabelReader(
        name,
        index,
        ColumnKind.of(schema.fields()[index].dataType()).orElseThrow(),
        loss,
        requiredClasses > 0 ? requiredClasses : LARGEST_CLASS_COUNT);
  }

  /** The same reader of a column at another place. */
  LabelReader at(int newIndex) {
    return new LabelReader(name, newIndex, kind, loss, mostClasses);
  }

  /** How many labels a row has; −1 where a vector or array is null, which does not tell. */
  int width(Cells row) {
    if (kind == ColumnKind.NUMBER) {
      return 1;
    }
    return row.isNull(index) ? -1 : row.width(index);
  }

  /**
   * Reads a row that is null or has as many labels as there is room for.
   *
   * @param row the row
   * @param raw out: the labels
   * @param at where they begin
   * @return what is wrong with them; null if they are fine
   */
  RowFault read(Cells row, double[] raw, int at) {
    if (row.isNull(index)) {
      return new RowFault("column '" + name + "' has nulls", "null");
    }
    int nullAt = row.copy(index, raw, at);
    if (nullAt == Cells.BAD_INDICES) {
      return fault("a sparse vector whose indices are no ascending places of its own");
    }
    if (nullAt >= 0) {
      return fault("null at position " + nullAt);
    }
    int width = row.width(index);
    for (int j = 0; j < width; j++) {
      if (!accepts(raw[at + j])) {
        return fault(
            kind == ColumnKind.NUMBER ? row.text(index) : raw[at + j] + " at position " + j);
      }
    }
    return null;
  }

  /** False for NaN as well. */
  private boolean accepts(double label) {
    return loss.accepts(label) && (!classes() || label < mostClasses);
  }

  /** Whether labels are class numbers. */
  boolean classes() {
    return loss.target() == Target.CLASS;
  }

  private RowFault fault(String found) {
    return new RowFault("labels in column '" + name + "' must be " + domain(), found);
  }

  private String domain() {
    if (!classes()) {
      return loss.labelDomain() + " for loss " + loss.label();
    }
    return mostClasses == LARGEST_CLASS_COUNT
        ? loss.labelDomain()
        : "whole numbers 0…" + (mostClasses - 1);
  }
}
