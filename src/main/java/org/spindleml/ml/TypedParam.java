package org.spindleml.ml;

import org.apache.spark.ml.param.Param;
import scala.Function1;

/**
 * A Param that knows the class of its values, by which Spark Connect turns a message's literal into
 * one. Spark 4 asks for it by {@link #dataClass()}; Spark 3.5 has no such method, so nothing here
 * says that it overrides one.
 *
 * @param <T> the values' type
 */
public final class TypedParam<T> extends Param<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  TypedParam(String parent, String name, String doc, Function1<T, Object> isValid, Class<T> type) {
    super(parent, name, doc, isValid);
    this.type = type;
  }

  /**
   * The class of the values.
   *
   * @return the class that a value is an instance of
   */
  public Class<T> dataClass() {
    return type;
  }
}
