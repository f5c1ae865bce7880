package org.spindleml.nn;

/**
 * The log link: a logit is the logarithm of the mean that is predicted, as a multiple of the
 * labels' own mean where they are scaled.
 *
 * <p>Beyond {@value #LIMIT} the exponential goes on along its tangent, so that losses and slopes
 * stay finite for all finite logits and still point back. Scaled labels do not get there: one is at
 * most as many times the mean as the table has rows of its weight. Where labels are not scaled
 * ({@code standardize=false}), no mean above e⁴⁰ in their own units is predicted.
 */
final class LogLink {
  /** e⁴⁰ ≈ 2·10¹⁷: its products with weights and activations stay within float32. */
  static final double LIMIT = 40;

  private LogLink() {}

  /** e^a, from the limit on along its tangent. */
  static double exp(double a) {
    double b = Math.min(a, LIMIT);
    return StrictMath.exp(b) * (1 + (a - b));
  }

  /** The slope of {@link #exp}. */
  static double slope(double a) {
    return StrictMath.exp(Math.min(a, LIMIT));
  }

  /** The predicted mean, always above 0. */
  static float mean(float z) {
    return (float) StrictMath.exp(Math.max(-LIMIT, Math.min(z, LIMIT)));
  }
}
