package org.spindleml.metrics;

/** What a row's weight may be. */
final class Weights {
  private Weights() {}

  static void require(double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a row weighs " + weight + "; weights are finite numbers of at least 0");
    }
  }
}
