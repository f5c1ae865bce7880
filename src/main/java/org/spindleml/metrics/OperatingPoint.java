package org.spindleml.metrics;

/**
 * What a classifier of two classes does that answers class 1 from some score on.
 *
 * @param threshold the least score that is answered with class 1
 * @param truePositives weight of the rows of class 1 with such a score
 * @param falsePositives weight of the rows of class 0 with such a score
 * @param positives weight of all rows of class 1
 * @param negatives weight of all rows of class 0
 */
public record OperatingPoint(
    double threshold,
    double truePositives,
    double falsePositives,
    double positives,
    double negatives) {
  /**
   * Of the rows of class 1, the share that is answered with it: the true positive rate.
   *
   * @return from 0 to 1; NaN without such rows
   */
  public double recall() {
    return truePositives / positives;
  }

  /**
   * Of the rows of class 0, the share that is answered with class 1.
   *
   * @return from 0 to 1; NaN without such rows
   */
  public double falsePositiveRate() {
    return falsePositives / negatives;
  }

  /**
   * Of the rows that are answered with class 1, the share that is.
   *
   * @return from 0 to 1
   */
  public double precision() {
    return truePositives / (truePositives + falsePositives);
  }

  /**
   * The harmonic mean of precision and recall.
   *
   * @return from 0 to 1
   */
  public double f1() {
    return 2 * truePositives / (truePositives + falsePositives + positives);
  }
}
