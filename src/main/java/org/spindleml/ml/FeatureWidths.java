package org.spindleml.ml;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.spark.Columns;
import org.spindleml.spark.FeatureReader;
import org.spindleml.spark.RowFault;
import org.spindleml.table.InputException;

/**
 * How many numbers each feature column must hold, so that together they are a network's inputs. A
 * column of numbers holds one, a column of vectors as many as Spark has noted in the schema; a
 * single column of arrays or unnoted vectors holds the rest. Where there are several of those, each
 * row says itself how they share the rest.
 */
final class FeatureWidths implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FeatureReader reader;
  private final List<String> columns;
  private final int inputs;
  private final int[] fixed;

  private FeatureWidths(FeatureReader reader, List<String> columns, int inputs, int[] fixed) {
    this.reader = reader;
    this.columns = List.copyOf(columns);
    this.inputs = inputs;
    this.fixed = fixed;
  }

  /**
   * The widths that a network needs.
   *
   * @throws InputException if the schema already tells that they cannot be right
   */
  static FeatureWidths of(
      StructType schema, List<String> columns, FeatureReader reader, int inputs) {
    int[] widths = new int[columns.size()];
    int known = 0;
    int unknown = 0;
    int open = -1;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = noted(schema.fields()[Columns.find(schema, columns.get(i))]);
      if (widths[i] < 0) {
        open = i;
        unknown++;
      } else {
        known += widths[i];
      }
    }
    if (unknown == 0 ? known != inputs : known + unknown > inputs) {
      throw new InputException(
          "the model takes "
              + inputs
              + " features but the feature columns ("
              + String.join(", ", columns)
              + ") hold "
              + (unknown == 0 ? "" : "at least ")
              + (known + unknown));
    }
    if (unknown == 1) {
      widths[open] = inputs - known;
    }
    return new FeatureWidths(reader, columns, inputs, unknown > 1 ? null : widths);
  }

  /** How many numbers a column holds as far as the schema tells; −1 where it does not. */
  static int noted(StructField field) {
    if (field.dataType() instanceof ArrayType) {
      return -1;
    }
    // Spark's own transformers note how long their vectors are.
    boolean vector = field.dataType().equals(SQLDataTypes.VectorType());
    return vector ? AttributeGroup.fromStructField(field).size() : 1;
  }

  /**
   * Reads a row's features.
   *
   * @param row the row
   * @param into out: the features
   * @return what is wrong with the row; null if it is fine
   */
  RowFault read(Row row, double[] into) {
    int[] widths = fixed;
    if (widths == null) {
      widths = reader.widths(row);
      if (widths == null) {
        return new RowFault(
            "columns " + String.join(", ", columns) + " must hold no nulls", "null");
      }
      int found = Arrays.stream(widths).sum();
      if (found != inputs) {
        return new RowFault(
            "columns " + String.join(", ", columns) + " must hold " + inputs + " numbers together",
            found + " numbers");
      }
    }
    return reader.read(row, widths, into);
  }
}
