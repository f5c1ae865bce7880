package org.spindleml.ml;

import org.apache.spark.ml.param.Param;

/** The value of a Param as text. */
final class ParamText {
  private ParamText() {}

  /** The text; {@code value} is of the Param's own type, the two come from one owner. */
  @SuppressWarnings("unchecked")
  static String of(Param<?> param, Object value) {
    return value instanceof String words ? words : ((Param<Object>) param).jsonEncode(value);
  }
}
