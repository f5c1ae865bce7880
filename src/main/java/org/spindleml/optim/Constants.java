package org.spindleml.optim;

/** Checks of the constants that rules share. */
final class Constants {
  private Constants() {}

  /** A share that stays from step to step. */
  static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be at least 0 and below 1");
    }
  }

  /** What keeps a quotient finite; it must survive the rounding to float32. */
  static void requireEpsilon(double epsilon) {
    if (!((float) epsilon > 0 && (float) epsilon < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "epsilon is " + epsilon + "; it must be a float32 number above 0");
    }
  }

  /** The highest learning rate of a schedule. */
  static void requireRate(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate is " + rate + "; it must be a number above 0");
    }
  }

  /** What a schedule leaves of its rate. */
  static void requireFactor(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "factor is " + factor + "; it must be above 0 and at most 1");
    }
  }

  /** The length of a schedule. */
  static void requireSteps(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a schedule over " + steps + " steps; at least 1 needed");
    }
  }
}
