package org.spindleml.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.spindleml.nn.Loss;
import org.spindleml.table.InputException;

/**
 * Reads a training row as doubles, in the order that {@link RawLayout} says. The widths of a row
 * are how many numbers each feature column holds and, last, how many the label column does.
 *
 * @param features reads the features
 * @param labels reads the labels
 * @param weight index of the weight column; −1 where all rows weigh 1
 * @param weightName its name, for errors
 * @param offset the offset column; null where there is none
 * @param validation tells validation rows from training rows
 */
record RowReader(
    FeatureReader features,
    LabelReader labels,
    int weight,
    String weightName,
    OffsetColumn offset,
    ValidationMark validation)
    implements Serializable {

  /**
   * A reader of a table's rows.
   *
   * @param schema the table's schema
   * @param columns which columns are what
   * @param loss says which labels there may be
   * @param requiredClasses number of classes that the user expects; 0 to take the data's
   * @param seed decides which rows validate where their content does
   * @return the reader
   * @throws InputException naming the column that is missing or of a type that cannot be used
   */
  static RowReader of(
      StructType schema, InputColumns columns, Loss loss, int requiredClasses, long seed) {
    String weight = columns.weight();
    String offset = columns.offset();
    return new RowReader(
        FeatureReader.of(schema, columns.features()),
        LabelReader.of(schema, columns.label(), loss, requiredClasses),
        weight == null ? -1 : Columns.findNumber(schema, weight, "the weight"),
        weight,
        offset == null ? null : OffsetColumn.of(schema, offset, loss),
        ValidationMark.of(schema, columns.validation(), seed));
  }

  /**
   * Which columns of the table are read.
   *
   * @return indices of the features, the label and, where there are such, weight, offset and what
   *     marks validation rows
   */
  List<Integer> indices() {
    List<Integer> indices = new ArrayList<>(features.indices());
    indices.add(labels.index());
    if (weight >= 0) {
      indices.add(weight);
    }
    if (offset != null) {
      indices.add(offset.index());
    }
    if (validation.index() >= 0) {
      indices.add(validation.index());
    }
    return indices;
  }

  /**
   * The same reader for rows that hold just the columns of {@link #indices}, in that order.
   *
   * @return the reader
   */
  RowReader compacted() {
    int newLabel = features.indices().size();
    int newWeight = weight < 0 ? -1 : newLabel + 1;
    int newOffset = newLabel + (weight < 0 ? 1 : 2);
    return new RowReader(
        features.compacted(),
        labels.at(newLabel),
        newWeight,
        weightName,
        offset == null ? null : offset.at(newOffset),
        validation.index() < 0 ? validation : validation.at(indices().size() - 1));
  }

  /** How rows of these widths lie in an array. */
  RawLayout layout(int[] widths) {
    int targets = widths[widths.length - 1];
    return new RawLayout(Arrays.stream(widths).sum() - targets, targets, offset != null);
  }

  /** The columns that {@link #widths} counts, by name. */
  List<String> columns() {
    List<String> columns = new ArrayList<>(features.columns());
    columns.add(labels.name());
    return columns;
  }

  /**
   * How many numbers the feature columns and the label column hold in a row.
   *
   * @return one width a column; null if a column is null in this row
   */
  int[] widths(Cells row) {
    int[] ofFeatures = features.widths(row);
    int targets = labels.width(row);
    if (ofFeatures == null || targets < 0) {
      return null;
    }
    int[] widths = Arrays.copyOf(ofFeatures, ofFeatures.length + 1);
    widths[ofFeatures.length] = targets;
    return widths;
  }

  /** Whether each column holds as many numbers in a row as said; nulls do. */
  boolean hasWidths(Cells row, int[] widths) {
    int targets = labels.width(row);
    return features.hasWidths(row, widths) && (targets < 0 || targets == widths[widths.length - 1]);
  }

  /** The fault of a row whose widths are not known: its first null. */
  RowFault nullFault(Cells row) {
    return features.widths(row) == null
        ? features.nullFault(row)
        : labels.read(row, new double[0], 0);
  }

  /**
   * Reads a row.
   *
   * @param row the row
   * @param widths how many numbers each feature column and the label column must hold
   * @param layout how such rows lie in an array
   * @param raw out: the row
   * @return what is wrong with the row; null if it is fine
   */
  RowFault read(Cells row, int[] widths, RawLayout layout, double[] raw) {
    RowFault fault = features.read(row, widths, raw);
    if (fault == null) {
      fault = labels.read(row, raw, layout.labelAt());
    }
    if (fault == null) {
      fault = readWeight(row, raw, layout.weightAt());
    }
    if (fault == null && offset != null) {
      raw[layout.offsetAt()] = offset.read(row);
      fault = offset.fault(row);
    }
    return fault == null ? validation.fault(row) : fault;
  }

  /** Whether a row that has been read without fault judges the run instead of taking part in it. */
  boolean validates(Cells row, double[] raw) {
    return validation.isOn(row, raw);
  }

  private RowFault readWeight(Cells row, double[] raw, int at) {
    if (weight < 0) {
      raw[at] = 1;
      return null;
    }
    double number = row.isNull(weight) ? Double.NaN : row.number(weight);
    // What is 0 in float32 would not count in the sums, so it is absent as well.
    raw[at] = (float) number == 0 ? 0 : number;
    return number >= 0 && number <= Float.MAX_VALUE
        ? null
        : new RowFault(
            "weights in column '" + weightName + "' must be numbers of at least 0",
            row.text(weight));
  }
}
