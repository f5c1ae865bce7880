package org.spindleml.metrics;

/** What probabilities are taken to predict. */
public final class Decisions {
  /** The probability above which a label is predicted, where no other is set. */
  private static final double USUAL_THRESHOLD = 0.5;

  private Decisions() {}

  /**
   * The class with the largest probability ÷ threshold, as Spark's models choose it; the first of
   * them if several are. A class of threshold 0 wins unless its probability is 0.
   *
   * @param probabilities one a class
   * @param thresholds one a class; null for the most probable class
   * @return the class number
   */
  public static int ofClass(double[] probabilities, double[] thresholds) {
    int best = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < probabilities.length; k++) {
      double scaled = thresholds == null ? probabilities[k] : probabilities[k] / thresholds[k];
      // 0 / 0 is NaN, which is not larger than anything.
      if (scaled > largest) {
        largest = scaled;
        best = k;
      }
    }
    return best;
  }

  /**
   * The labels whose probability is above their threshold.
   *
   * @param probabilities one a label
   * @param thresholds one a label; null for 0.5 each
   * @return 1 for these, 0 for the others
   */
  public static double[] ofLabels(double[] probabilities, double[] thresholds) {
    double[] labels = new double[probabilities.length];
    for (int j = 0; j < labels.length; j++) {
      labels[j] = probabilities[j] > (thresholds == null ? USUAL_THRESHOLD : thresholds[j]) ? 1 : 0;
    }
    return labels;
  }
}
