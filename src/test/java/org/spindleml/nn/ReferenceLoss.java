package org.spindleml.nn;

/** The losses again, of one row in double, as the text-book writes them. */
final class ReferenceLoss {
  private ReferenceLoss() {}

  /** The loss of a row's logits. */
  static double value(Loss loss, double[] z, double[] labels) {
    if (loss instanceof SoftmaxCrossEntropy) {
      return -Math.log(softmax(z)[(int) labels[0]]);
    }
    if (loss instanceof LogisticLoss) {
      double p = ReferenceActivation.sigmoid(z[0]);
      return -labels[0] * Math.log(p) - (1 - labels[0]) * Math.log(1 - p);
    }
    double sum = 0;
    for (int j = 0; j < z.length; j++) {
      sum += (z[j] - labels[j]) * (z[j] - labels[j]) / 2;
    }
    return sum;
  }

  /** The slope of the loss on each logit. */
  static double[] slope(Loss loss, double[] z, double[] labels) {
    double[] slope = new double[z.length];
    double[] p = softmax(z);
    for (int j = 0; j < z.length; j++) {
      if (loss instanceof SoftmaxCrossEntropy) {
        slope[j] = p[j] - (j == (int) labels[0] ? 1 : 0);
      } else if (loss instanceof LogisticLoss) {
        slope[j] = ReferenceActivation.sigmoid(z[j]) - labels[j];
      } else {
        slope[j] = z[j] - labels[j];
      }
    }
    return slope;
  }

  static double[] softmax(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (double x : z) {
      max = Math.max(max, x);
    }
    double sum = 0;
    double[] p = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      p[j] = Math.exp(z[j] - max);
      sum += p[j];
    }
    for (int j = 0; j < z.length; j++) {
      p[j] /= sum;
    }
    return p;
  }
}
