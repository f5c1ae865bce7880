package org.spindleml.table;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Shifts and scales columns to mean 0 and deviation 1, and back. Computed in double before the one
 * rounding to float32, so that a column with mean 1e8 and deviation 1e-3 keeps its digits.
 *
 * <p>A constant column (deviation 0) carries nothing: it encodes to 0 whatever its value, and
 * decodes to its mean.
 */
public final class Standardizer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] means;
  private final double[] deviations;
  private final double[] divisors;

  /**
   * A standardizer with given moments.
   *
   * @param means of each column
   * @param deviations standard deviation of each column, at least 0
   * @throws IllegalArgumentException if the lengths differ, a mean is not finite or a deviation is
   *     not a number of at least 0
   */
  public Standardizer(double[] means, double[] deviations) {
    if (means.length != deviations.length) {
      throw new IllegalArgumentException(
          means.length + " means but " + deviations.length + " deviations");
    }
    for (int j = 0; j < means.length; j++) {
      if (!Double.isFinite(means[j]) || !(deviations[j] >= 0) || deviations[j] > Double.MAX_VALUE) {
        throw new IllegalArgumentException(
            "column " + j + " has mean " + means[j] + " and deviation " + deviations[j]);
      }
    }
    this.means = means.clone();
    this.deviations = deviations.clone();
    // (x − mean) / ∞ is 0: what a constant column encodes to.
    divisors = Arrays.stream(deviations).map(d -> d == 0 ? Double.POSITIVE_INFINITY : d).toArray();
  }

  /**
   * The standardizer that changes nothing but the precision.
   *
   * @param width number of columns
   * @return means 0, deviations 1
   */
  public static Standardizer identity(int width) {
    double[] ones = new double[width];
    Arrays.fill(ones, 1);
    return new Standardizer(new double[width], ones);
  }

  /**
   * The same but for constant columns, where values of other rows may differ: they keep the
   * difference, in the table's units.
   *
   * @return deviation 1 where it was 0
   */
  public Standardizer keepingDifferences() {
    return new Standardizer(means, Arrays.stream(deviations).map(d -> d == 0 ? 1 : d).toArray());
  }

  /**
   * How many columns there are.
   *
   * @return the number of columns
   */
  public int width() {
    return means.length;
  }

  /**
   * The means.
   *
   * @return a copy, one a column
   */
  public double[] means() {
    return means.clone();
  }

  /**
   * The standard deviations.
   *
   * @return a copy, one a column
   */
  public double[] deviations() {
    return deviations.clone();
  }

  /**
   * Encodes one value.
   *
   * @param column which column
   * @param value as in the table
   * @return (value − mean) / deviation, rounded to float32 once
   */
  public float encode(int column, double value) {
    return (float) ((value - means[column]) / divisors[column]);
  }

  /**
   * Encodes the difference of two values.
   *
   * @param column which column
   * @param difference in the table's units
   * @return difference / deviation, rounded to float32 once
   */
  public float encodeDifference(int column, double difference) {
    return (float) (difference / divisors[column]);
  }

  /**
   * Turns a standardized value back into the table's units.
   *
   * @param column which column
   * @param value as the network computes it
   * @return mean + deviation × value
   */
  public double decode(int column, float value) {
    return means[column] + deviations[column] * value;
  }
}
