package org.spindleml.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * Reads a training row as doubles: features, label, weight.
 *
 * @param features reads the features
 * @param label index of the label column
 * @param labelName its name, for errors
 * @param weight index of the weight column; −1 where all rows weigh 1
 * @param weightName its name, for errors
 * @param classes whether labels are class numbers
 * @param mostClasses labels must be below this
 */
record RowReader(
    FeatureReader features,
    int label,
    String labelName,
    int weight,
    String weightName,
    boolean classes,
    int mostClasses)
    implements Serializable {

  /** Class numbers up to here are exact in float32. */
  static final int LARGEST_CLASS_COUNT = 1 << 24;

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
    if (classes) {
      // NaN fails this as well
      boolean isClass = number >= 0 && number < mostClasses && number == Math.rint(number);
      return isClass
          ? null
          : new RowFault(
              "labels in column '" + labelName + "' must be whole numbers " + range(), value + "");
    }
    return Math.abs(number) <= Float.MAX_VALUE
        ? null
        : new RowFault("labels in column '" + labelName + "' must be finite numbers", value + "");
  }

  private String range() {
    return mostClasses == LARGEST_CLASS_COUNT ? "0, 1, 2, …" : "0…" + (mostClasses - 1);
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
