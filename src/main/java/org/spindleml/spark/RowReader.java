package org.spindleml.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Target;
import org.spindleml.table.InputException;

/**
 * Reads a training row as doubles: features, label, weight.
 *
 * @param features reads the features
 * @param label index of the label column
 * @param labelName its name, for errors
 * @param weight index of the weight column; −1 where all rows weigh 1
 * @param weightName its name, for errors
 * @param loss says which labels there may be
 * @param mostClasses class numbers must be below this
 */
record RowReader(
    FeatureReader features,
    int label,
    String labelName,
    int weight,
    String weightName,
    Loss loss,
    int mostClasses)
    implements Serializable {

  /** Class numbers up to here are exact in float32. */
  static final int LARGEST_CLASS_COUNT = 1 << 24;

  /**
   * A reader of a table's rows.
   *
   * @param schema the table's schema
   * @param columns which columns are what
   * @param loss says which labels there may be
   * @param requiredClasses number of classes that the user expects; 0 to take the data's
   * @return the reader
   * @throws InputException naming the column that is missing or of a type that cannot be used
   */
  static RowReader of(StructType schema, InputColumns columns, Loss loss, int requiredClasses) {
    String weight = columns.weight();
    return new RowReader(
        FeatureReader.of(schema, columns.features()),
        Columns.findNumber(schema, columns.label(), "the label"),
        columns.label(),
        weight == null ? -1 : Columns.findNumber(schema, weight, "the weight"),
        weight,
        loss,
        requiredClasses > 0 ? requiredClasses : LARGEST_CLASS_COUNT);
  }

  /**
   * Whether labels are class numbers.
   *
   * @return false for values and yes-or-no labels
   */
  boolean classes() {
    return loss.target() == Target.CLASS;
  }

  /**
   * Which columns of the table are read.
   *
   * @return indices of the features, the label and, where there is one, the weight
   */
  List<Integer> indices() {
    List<Integer> indices = new ArrayList<>(features.indices());
    indices.add(label);
    if (weight >= 0) {
      indices.add(weight);
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
    return new RowReader(
        features.compacted(), newLabel, labelName, newWeight, weightName, loss, mostClasses);
  }

  /**
   * Reads a row.
   *
   * @param row the row
   * @param widths how many numbers each feature column must hold
   * @param raw out: features, label, weight
   * @return what is wrong with the row; null if it is fine
   */
  RowFault read(Row row, int[] widths, double[] raw) {
    RowFault fault = features.read(row, widths, raw);
    if (fault == null) {
      fault = readLabel(row, raw);
    }
    if (fault == null) {
      fault = readWeight(row, raw);
    }
    return fault;
  }

  private RowFault readLabel(Row row, double[] raw) {
    Object value = row.get(label);
    double number = value == null ? Double.NaN : FeatureReader.number(value);
    raw[raw.length - 2] = number;
    // NaN fails this as well
    boolean fine = loss.accepts(number) && (!classes() || number < mostClasses);
    return fine
        ? null
        : new RowFault("labels in column '" + labelName + "' must be " + domain(), value + "");
  }

  private String domain() {
    if (!classes()) {
      return loss.labelDomain() + " for loss " + loss.label();
    }
    return mostClasses == LARGEST_CLASS_COUNT
        ? loss.labelDomain()
        : "whole numbers 0…" + (mostClasses - 1);
  }

  private RowFault readWeight(Row row, double[] raw) {
    Object value = weight < 0 ? Integer.valueOf(1) : row.get(weight);
    double number = value == null ? Double.NaN : FeatureReader.number(value);
    // What is 0 in float32 would not count in the sums, so it is absent as well.
    raw[raw.length - 1] = (float) number == 0 ? 0 : number;
    return number >= 0 && number <= Float.MAX_VALUE
        ? null
        : new RowFault(
            "weights in column '" + weightName + "' must be numbers of at least 0", value + "");
  }
}
