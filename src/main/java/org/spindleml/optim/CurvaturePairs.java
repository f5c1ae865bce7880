package org.spindleml.optim;

import org.spindleml.linalg.VectorMath;

/**
 * What L-BFGS remembers of the cost's curvature: for each of the last steps how far the weights
 * went (s) and how much the gradient changed (y). Together they stand for an inverse Hessian H
 * without holding one.
 *
 * <p>Plain data: the pairs are two arrays of the trained weights' length each, oldest first.
 */
public final class CurvaturePairs {
  /**
   * A pair tells a curvature only if s and y point the same way by more than what float32 rounding
   * of the gradient may pretend: the cosine between them is at least 2 √κ / (1 + κ) for a parabola
   * of condition κ, so this forgets nothing up to κ = 10¹².
   */
  private static final double LEAST_COSINE = 1e-6;

  private final float[][] s;
  private final float[][] y;
  private int size;

  /**
   * Remembers nothing yet.
   *
   * @param memory pairs to remember, at least 1
   * @throws IllegalArgumentException if there is no room for a pair
   */
  public CurvaturePairs(int memory) {
    if (memory < 1) {
      throw new IllegalArgumentException("a memory of " + memory + " pairs; at least 1 needed");
    }
    s = new float[memory][];
    y = new float[memory][];
  }

  /**
   * How many pairs there are.
   *
   * @return from 0 to the memory
   */
  public int size() {
    return size;
  }

  /**
   * A step.
   *
   * @param pair which, from 0, the oldest
   * @return the live array
   */
  public float[] step(int pair) {
    return s[pair];
  }

  /**
   * A change of the gradient.
   *
   * @param pair which, from 0, the oldest
   * @return the live array
   */
  public float[] change(int pair) {
    return y[pair];
  }

  /**
   * Takes over a pair from a checkpoint, newer than those that are there.
   *
   * @param step how far the weights went; kept, not copied
   * @param change how much the gradient changed; kept, not copied
   * @throws IllegalArgumentException if there is no room, or the lengths differ
   */
  public void restore(float[] step, float[] change) {
    if (size == s.length || step.length != change.length) {
      throw new IllegalArgumentException(
          this + ", a pair of " + step.length + " and " + change.length + " numbers has no place");
    }
    s[size] = step;
    y[size] = change;
    size++;
  }

  /** Forgets all pairs. */
  void clear() {
    size = 0;
  }

  /**
   * Remembers a step, and forgets the oldest one where there is no room. A step over which the
   * slope along it did not rise has no curvature that H could follow: it is passed over.
   *
   * @param from weights before
   * @param to weights after; the trained ones are the first
   * @param gradientFrom slopes before
   * @param gradientTo slopes after
   * @return whether the step had curvature
   */
  boolean add(float[] from, float[] to, float[] gradientFrom, float[] gradientTo) {
    int length = gradientTo.length;
    double stepSquares = 0;
    double changeSquares = 0;
    double product = 0;
    for (int i = 0; i < length; i++) {
      float step = to[i] - from[i];
      float change = gradientTo[i] - gradientFrom[i];
      stepSquares += (double) step * step;
      changeSquares += (double) change * change;
      product += (double) step * change;
    }
    if (!(product > LEAST_COSINE * Math.sqrt(stepSquares * changeSquares))) {
      return false;
    }
    float[] step = next(s, length);
    float[] change = next(y, length);
    size = Math.min(size + 1, s.length);
    for (int i = 0; i < length; i++) {
      step[i] = to[i] - from[i];
    }
    for (int i = 0; i < length; i++) {
      change[i] = gradientTo[i] - gradientFrom[i];
    }
    return true;
  }

  /** The array behind the newest one: where there is no room, the oldest one's. */
  private float[] next(float[][] arrays, int length) {
    if (size < arrays.length) {
      if (arrays[size] == null) {
        arrays[size] = new float[length];
      }
      return arrays[size];
    }
    float[] oldest = arrays[0];
    System.arraycopy(arrays, 1, arrays, 0, size - 1);
    arrays[size - 1] = oldest;
    return oldest;
  }

  /**
   * Multiplies a vector by H: the two-loop recursion (Nocedal, "Updating quasi-Newton matrices with
   * limited storage", 1980; Liu, Nocedal, "On the limited memory BFGS method for large scale
   * optimization", 1989) from the diagonal γ I, γ = sᵀy / yᵀy of the last pair.
   *
   * @param v what to multiply, in place
   */
  void multiply(double[] v) {
    if (size == 0) {
      return;
    }
    double[] alpha = new double[size];
    double[] curvature = new double[size];
    for (int k = size - 1; k >= 0; k--) {
      curvature[k] = VectorMath.dot(s[k], y[k]);
      alpha[k] = VectorMath.dot(s[k], v) / curvature[k];
      addMultiple(-alpha[k], y[k], v);
    }
    double gamma = curvature[size - 1] / VectorMath.dot(y[size - 1], y[size - 1]);
    for (int i = 0; i < v.length; i++) {
      v[i] *= gamma;
    }
    for (int k = 0; k < size; k++) {
      double beta = VectorMath.dot(y[k], v) / curvature[k];
      addMultiple(alpha[k] - beta, s[k], v);
    }
  }

  private static void addMultiple(double factor, float[] x, double[] v) {
    for (int i = 0; i < v.length; i++) {
      v[i] += factor * x[i];
    }
  }

  @Override
  public String toString() {
    return size + " of " + s.length + " curvature pairs";
  }
}
