package org.spindleml.ml;

import org.apache.spark.sql.Row;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.spark.OffsetColumn;
import org.spindleml.spark.RowFault;
import org.spindleml.table.InputException;

/**
 * What a network is given of a row to score.
 *
 * @param model the network
 * @param features reads a row's features
 * @param offset what is added to a row's first logit; null for nothing
 */
record RowInputs(TrainedNetwork model, FeatureWidths features, OffsetColumn offset) {
  /**
   * Reads a row and finds what is wrong with it.
   *
   * @param row the row
   * @param raw out: its features
   * @param encoded out: the network's inputs
   * @return why the row cannot be scored; null if it can
   */
  RowFault read(Row row, double[] raw, float[] encoded) {
    RowFault fault = features.read(row, raw);
    if (fault == null) {
      model.encoder().encodeInputs(raw, 0, encoded, 0);
      fault = tooFar(raw, encoded);
    }
    if (fault == null && offset != null) {
      fault = offsetFault(row);
    }
    return fault;
  }

  private static RowFault tooFar(double[] raw, float[] encoded) {
    for (int i = 0; i < encoded.length; i++) {
      if (!Float.isFinite(encoded[i])) {
        return new RowFault(
            "feature " + i + " is beyond float32 in units of the training data's deviation",
            String.valueOf(raw[i]));
      }
    }
    return null;
  }

  private RowFault offsetFault(Row row) {
    RowFault fault = offset.fault(row);
    if (fault == null && !Float.isFinite(addend(row))) {
      return new RowFault(
          "the offset is beyond float32 in units of the training labels' deviation",
          String.valueOf(offset.read(row)));
    }
    return fault;
  }

  /** A row's offset as in the table; 0 where there is none. */
  double offset(Row row) {
    return offset == null ? 0 : offset.read(row);
  }

  /** What is added to a row's first logit. */
  float addend(Row row) {
    return offset == null ? 0 : model.encodeOffset(offset.read(row));
  }

  /**
   * The error of a row that cannot be scored.
   *
   * @param fault what is wrong with it
   * @param skipping what handleInvalid=skip would do with such rows
   */
  static InputException refusal(RowFault fault, String skipping) {
    return new InputException(
        "a row cannot be scored: " + fault + "; handleInvalid=skip " + skipping);
  }
}
