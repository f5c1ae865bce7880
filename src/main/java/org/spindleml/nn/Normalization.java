package org.spindleml.nn;

/**
 * What is done to the weighted sums of the hidden layers before the activation sees them: scaled to
 * mean 0 and variance 1, then multiplied by a trained gain and shifted by the bias, each one a
 * unit: v = gain · x̂ + b with x̂ = (z − mean) / √(variance + {@value #EPSILON}).
 *
 * <p>The bias is added behind the scaling, where it is the sources' shift β. Before it, batch norm
 * would only take it away again (Ioffe, Szegedy 2015, section 3.2), and an optimiser that divides
 * slopes by their size would make steps of what rounding leaves of its slope.
 */
public enum Normalization implements Named {
  /** Nothing. */
  NONE("none"),
  /**
   * Each unit by its mean and variance over the rows of a block (Ioffe, Szegedy, "Batch
   * normalization", 2015; "ghost" batches that are parts of a step: Hoffer, Hubara, Soudry, "Train
   * longer, generalize better", 2017). A row counts with its weight. Predictions take running
   * statistics instead, so that they do not depend on other rows.
   *
   * <p>Both kinds of statistics take the variance of the rows themselves (Σ / n, where PyTorch's
   * running variance has Σ / (n − 1)): with n a sum of weights, only this is the same for a row of
   * weight 2 and the row twice, and for all weights doubled.
   */
  BATCH("batch"),
  /**
   * Each row by its own mean and variance over the units of the layer (Ba, Kiros, Hinton, "Layer
   * normalization", 2016, equations 3 and 4).
   */
  LAYER("layer");

  /** Added to a variance, which may be 0; as in PyTorch. */
  static final float EPSILON = 1e-5f;

  private final String label;

  Normalization(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Finds a normalisation by name.
   *
   * @param name for example "batch"; case does not matter
   * @return the normalisation
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  public static Normalization named(String name) {
    return Named.find("normalization", name, values());
  }

  /** 1 / √(variance + ε), in double before the one rounding. */
  static float inverseDeviation(double variance) {
    return (float) (1 / Math.sqrt(variance + EPSILON));
  }
}
