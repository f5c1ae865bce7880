package org.spindleml.linalg;

/** Elementwise functions and loops in plain arithmetic. */
public final class VectorMath {
  private VectorMath() {}

  /** e^x. */
  public static float exp(float x) {
    return (float) Math.exp(x);
  }

  /** e^x - 1. */
  public static float expm1(float x) {
    return (float) Math.expm1(x);
  }

  /** 1 / (1 + e^-x). */
  public static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  /** Hyperbolic tangent. */
  public static float tanh(float x) {
    return (float) Math.tanh(x);
  }

  /** The error function. */
  public static float erf(float x) {
    double z = Math.abs((double) x);
    double t = 1 / (1 + 0.3275911 * z);
    double poly =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return (float) (Math.signum(x) * (1 - poly * Math.exp(-z * z)));
  }

  /** Standard normal distribution function Φ. */
  public static float normalCdf(float x) {
    return 0.5f + 0.5f * erf(x * 0.70710678f);
  }

  /** Standard normal density φ. */
  public static float normalPdf(float x) {
    return (float) (0.3989422804014327 * Math.exp(-0.5 * x * x));
  }

  /** ln(1 + e^x). */
  public static float softplus(float x) {
    return (float) (Math.max(x, 0f) + Math.log1p(Math.exp(-Math.abs(x))));
  }

  /** Adds b (width) to each of the rows of y (rows×width). */
  public static void addBias(float[] y, int offset, int rows, int width, float[] b, int bOffset) {
    for (int row = 0; row < rows; row++) {
      int start = offset + row * width;
      for (int j = 0; j < width; j++) {
        y[start + j] += b[bOffset + j];
      }
    }
  }

  /** Each row of y = softmax of that row of x; in place allowed. */
  public static void softmaxRows(
      float[] x, int xOffset, float[] y, int yOffset, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * width;
      int to = yOffset + row * width;
      float max = x[from];
      for (int j = 1; j < width; j++) {
        max = Math.max(max, x[from + j]);
      }
      double sum = 0;
      for (int j = 0; j < width; j++) {
        y[to + j] = exp(x[from + j] - max);
        sum += y[to + j];
      }
      float scale = (float) (1 / sum);
      for (int j = 0; j < width; j++) {
        y[to + j] *= scale;
      }
    }
  }

  /** db (width) += sums of the columns of dy (rows×width), row after row. */
  public static void addColumnSums(
      float[] dy, int offset, int rows, int width, float[] db, int dbOffset) {
    for (int row = 0; row < rows; row++) {
      add(dy, offset + row * width, db, dbOffset, width);
    }
  }

  /** to += from. */
  public static void add(float[] from, int fromOffset, float[] to, int toOffset, int length) {
    for (int i = 0; i < length; i++) {
      to[toOffset + i] += from[fromOffset + i];
    }
  }

  /** Sum of squares in double, always in the same order. */
  public static double sumOfSquares(float[] x, int offset, int length) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += (double) x[i] * x[i];
    }
    return sum;
  }

  /** Whether no element is NaN or infinite. */
  public static boolean allFinite(float[] x, int offset, int length) {
    float max = 0f;
    for (int i = offset; i < offset + length; i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    return max < Float.POSITIVE_INFINITY;
  }
}
