package org.spindleml.ml;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import scala.Option;

/**
 * A Param as {@code explainParams} prints it: Spark's form, but arrays with their values, and how
 * long a vector is.
 */
final class ManualEntry {
  private ManualEntry() {}

  /** "name: doc (default: value, current: value)". */
  static String of(Params owner, Param<?> param) {
    Option<?> usual = owner.getDefault(param);
    Option<?> current = owner.get(param);
    String values = usual.isDefined() ? "default: " + text(usual.get()) : "";
    if (current.isDefined()) {
      values += (values.isEmpty() ? "" : ", ") + "current: " + text(current.get());
    }
    return param.name()
        + ": "
        + param.doc()
        + " ("
        + (values.isEmpty() ? "undefined" : values)
        + ")";
  }

  private static String text(Object value) {
    if (value instanceof int[] numbers) {
      return Arrays.toString(numbers);
    }
    if (value instanceof double[] numbers) {
      return Arrays.toString(numbers);
    }
    if (value instanceof Vector weights) {
      return String.format(Locale.ROOT, "%,d numbers", weights.size());
    }
    return value instanceof Object[] names ? Arrays.toString(names) : String.valueOf(value);
  }
}
