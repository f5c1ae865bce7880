package org.spindleml.ml;

import java.util.Arrays;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import scala.Option;

/** A Param as {@code explainParams} prints it: Spark's form, but arrays with their values. */
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
    return value instanceof Object[] names ? Arrays.toString(names) : String.valueOf(value);
  }
}
