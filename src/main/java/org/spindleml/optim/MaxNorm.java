package org.spindleml.optim;

import java.io.Serializable;
import java.util.List;

/**
 * A bound on each unit's incoming weights: after a step, a column of a weight matrix that is longer
 * than {@code norm} (Euclidean) is shortened to it (Srivastava, Hinton, Krizhevsky, Sutskever,
 * Salakhutdinov, "Dropout", 2014, section 5.1). Squares are summed in double.
 *
 * @param norm the longest column, at least 0; 0 for any length
 * @param matrices the weight matrices
 */
public record MaxNorm(double norm, List<Matrix> matrices) implements Serializable {
  /** Leaves all weights as they are. */
  public static final MaxNorm NONE = new MaxNorm(0, List.of());

  /**
   * A weight matrix within the weights array, row by row; one column a unit.
   *
   * @param at where it begins
   * @param inputs its rows
   * @param units its columns
   */
  public record Matrix(int at, int inputs, int units) implements Serializable {}

  /**
   * Checks the bound.
   *
   * @param norm the longest column
   * @param matrices the weight matrices
   * @throws IllegalArgumentException unless it is a number of at least 0
   */
  public MaxNorm {
    if (!(norm >= 0 && norm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "max-norm is " + norm + "; it must be a number of at least 0");
    }
    matrices = List.copyOf(matrices);
  }

  /**
   * Shortens what is too long, in place.
   *
   * @param weights the weights, all finite
   */
  public void shorten(float[] weights) {
    if (norm > 0) {
      matrices.forEach(matrix -> shorten(weights, matrix));
    }
  }

  private void shorten(float[] w, Matrix matrix) {
    double[] shares = new double[matrix.units()];
    for (int i = 0; i < matrix.inputs(); i++) {
      int row = matrix.at() + i * matrix.units();
      for (int j = 0; j < matrix.units(); j++) {
        shares[j] += (double) w[row + j] * w[row + j];
      }
    }
    for (int j = 0; j < matrix.units(); j++) {
      double length = Math.sqrt(shares[j]);
      shares[j] = length > norm ? norm / length : 1;
    }
    for (int i = 0; i < matrix.inputs(); i++) {
      int row = matrix.at() + i * matrix.units();
      for (int j = 0; j < matrix.units(); j++) {
        w[row + j] = (float) (shares[j] * w[row + j]);
      }
    }
  }

  @Override
  public String toString() {
    return norm == 0 ? "no max-norm" : "max-norm " + norm;
  }
}
