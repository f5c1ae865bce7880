package org.spindleml.optim;

import java.io.Serializable;
import org.spindleml.linalg.VectorMath;

/**
 * A bound on the mean gradient before the rule sees it: first each slope is cut to [−value, value],
 * then, if √Σg² is still more than {@code norm}, all are multiplied by norm / √Σg² (Pascanu,
 * Mikolov, Bengio, "On the difficulty of training recurrent neural networks", 2013, algorithm 1).
 * The second only shrinks, so both bounds hold.
 *
 * <p>The squares are summed in double, always in the same order.
 *
 * @param norm the longest gradient, at least 0; 0 for any length
 * @param value the largest slope, at least 0; 0 for any size
 */
public record GradientClip(double norm, double value) implements Serializable {
  /** Leaves every gradient as it is. */
  public static final GradientClip NONE = new GradientClip(0, 0);

  /**
   * Checks the bounds.
   *
   * @param norm the longest gradient
   * @param value the largest slope
   * @throws IllegalArgumentException unless both are numbers of at least 0
   */
  public GradientClip {
    requireBound("norm", norm);
    requireBound("value", value);
  }

  private static void requireBound(String name, double bound) {
    if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "gradient clip " + name + " is " + bound + "; it must be a number of at least 0");
    }
  }

  /**
   * Clips in place.
   *
   * @param gradient the mean slope on each weight, all finite
   */
  public void clip(float[] gradient) {
    if (value > 0) {
      clipValue(gradient);
    }
    if (norm > 0) {
      clipNorm(gradient);
    }
  }

  private void clipValue(float[] gradient) {
    float bound = (float) value;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = Math.max(-bound, Math.min(gradient[i], bound));
    }
  }

  private void clipNorm(float[] gradient) {
    double length = Math.sqrt(VectorMath.sumOfSquares(gradient, 0, gradient.length));
    if (length > norm) {
      double share = norm / length;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) (share * gradient[i]);
      }
    }
  }

  @Override
  public String toString() {
    if (norm == 0 && value == 0) {
      return "gradient as it is";
    }
    String slopes = value > 0 ? "slopes clipped to " + value : "";
    String length = norm > 0 ? "gradient clipped to length " + norm : "";
    return slopes + (value > 0 && norm > 0 ? ", " : "") + length;
  }
}
