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
 * column of numbers holds one; where there is one column of vectors or arrays, it holds the rest.
 * Where there are several, each row says itself how they share the rest.
 */
final class FeatureWidths implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FeatureReader reader;
  private final List<String> columns;
  private final int inputs;
  private final int[] fixed;

  private FeatureWidths(FeatureReader reader, List<String> columns, int inputs, int[] fixed) {
    this.reader = reader;
    this.columns = columns;
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
    int last = -1;
    int many = 0;
    for (int i = 0; i < widths.length; i++) {
      StructField field = schema.fields()[Columns.find(schema, columns.get(i))];
      widths[i] = 1;
      if (holdsMany(field)) {
        last = i;
        many++;
        requireAtMost(field, many == 1 && widths.length == 1 ? inputs : -1);
      }
    }
    if (many == 1) {
      widths[last] = inputs - (widths.length - 1);
    }
    boolean fits = many > 0 ? widths.length <= inputs : widths.length == inputs;
    if (!fits) {
      throw new InputException(
          "the model takes "
              + inputs
              + " features but "
              + widths.length
              + " feature columns are named: "
              + String.join(", ", columns));
    }
    return new FeatureWidths(reader, columns, inputs, many > 1 ? null : widths);
  }

  private static boolean holdsMany(StructField field) {
    return field.dataType() instanceof ArrayType
        || field.dataType().equals(SQLDataTypes.VectorType());
  }

  /** Spark's own transformers note in the schema how long their vectors are. */
  private static void requireAtMost(StructField field, int inputs) {
    boolean vector = field.dataType().equals(SQLDataTypes.VectorType());
    int noted = vector ? AttributeGroup.fromStructField(field).size() : -1;
    if (noted >= 0 && inputs >= 0 && noted != inputs) {
      throw new InputException(
          "column '"
              + field.name()
              + "' holds vectors of "
              + noted
              + " numbers but the model takes "
              + inputs
              + " features");
    }
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
