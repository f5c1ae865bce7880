package org.spindleml.spark;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** Reads numbers of one of Spark's types, from a row or an array, as doubles. */
@FunctionalInterface
interface NumberType {
  /**
   * Reads a number that is not null.
   *
   * @param from a row or an array
   * @param at the column or the position
   * @return the number; 1 for true, 0 for false
   */
  double read(SpecializedGetters from, int at);

  /** What reads numbers, or truth values, of some type. */
  static NumberType of(DataType type) {
    if (type instanceof DoubleType) {
      return SpecializedGetters::getDouble;
    }
    if (type instanceof FloatType) {
      return SpecializedGetters::getFloat;
    }
    if (type instanceof LongType) {
      return SpecializedGetters::getLong;
    }
    if (type instanceof IntegerType) {
      return SpecializedGetters::getInt;
    }
    if (type instanceof ShortType) {
      return SpecializedGetters::getShort;
    }
    if (type instanceof ByteType) {
      return SpecializedGetters::getByte;
    }
    if (type instanceof BooleanType) {
      return (from, at) -> from.getBoolean(at) ? 1 : 0;
    }
    if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (from, at) -> from.getDecimal(at, precision, scale).toJavaBigDecimal().doubleValue();
    }
    throw new IllegalArgumentException("numbers of type " + type.simpleString());
  }
}
