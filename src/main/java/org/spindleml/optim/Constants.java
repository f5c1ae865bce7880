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
}
