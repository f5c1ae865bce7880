package org.spindleml.ml;

import java.io.Serializable;
import org.spindleml.table.InputException;
import scala.Function1;

/**
 * Validates a Param's value. Instead of answering false, which gives "invalid value [I@1b2c3d", it
 * throws what the user should read.
 *
 * @param <T> the value's type as Spark's Param declares it
 */
@FunctionalInterface
interface Check<T> extends Function1<T, Object>, Serializable {
  /** Throws an {@link InputException} if the value cannot be used. */
  void check(T value);

  @Override
  default Object apply(T value) {
    check(value);
    return true;
  }

  /** The value is an int of at least so much. */
  static Check<Object> wholeNumber(String name, int least) {
    return value ->
        require(
            value instanceof Integer number && number >= least,
            name,
            "a whole number of at least " + least,
            value);
  }

  /** The value is an int of at least 1, or −1. */
  static Check<Object> intervalOrNone(String name) {
    return value ->
        require(
            value instanceof Integer number && (number >= 1 || number == -1),
            name,
            "a whole number of at least 1, or -1 for never",
            value);
  }

  /** The value is 1, 2, 4 … as an int. */
  static Check<Object> powerOfTwo(String name) {
    return value ->
        require(
            value instanceof Integer number && number > 0 && Integer.bitCount(number) == 1,
            name,
            "a power of two",
            value);
  }

  /** The value is a finite double above 0. */
  static Check<Object> positive(String name) {
    return value ->
        require(
            value instanceof Double number && number > 0 && number <= Double.MAX_VALUE,
            name,
            "a number above 0",
            value);
  }

  /** The value is a finite double of at least 0. */
  static Check<Object> notNegative(String name) {
    return value ->
        require(
            value instanceof Double number && number >= 0 && number <= Double.MAX_VALUE,
            name,
            "a number of at least 0",
            value);
  }

  /** The value is a double of at least 0 and below 1. */
  static Check<Object> fraction(String name) {
    return value ->
        require(
            value instanceof Double number && number >= 0 && number < 1,
            name,
            "a number of at least 0 and below 1",
            value);
  }

  /** The value is a double from 0 to 1. */
  static Check<Object> share(String name) {
    return value ->
        require(
            value instanceof Double number && number >= 0 && number <= 1,
            name,
            "a number from 0 to 1",
            value);
  }

  /** The value is a double above one whole number and below another. */
  static Check<Object> between(String name, int low, int high) {
    return value ->
        require(
            value instanceof Double number && number > low && number < high,
            name,
            "a number above " + low + " and below " + high,
            value);
  }

  /** The value is a long. */
  static Check<Object> anyLong(String name) {
    return value -> require(value instanceof Long, name, "a whole number of 64 bits", value);
  }

  /** The value is a name that a lookup finds; the lookup's own error lists the choices. */
  static Check<String> named(String name, Lookup lookup) {
    return value -> {
      require(value != null, name, "a name", null);
      try {
        lookup.find(value);
      } catch (InputException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw new InputException(e.getMessage(), e);
      }
    };
  }

  /** Fails with "name must be such, found value". */
  static void require(boolean holds, String name, String such, Object value) {
    if (!holds) {
      throw new InputException(name + " must be " + such + ", found " + value);
    }
  }
}
