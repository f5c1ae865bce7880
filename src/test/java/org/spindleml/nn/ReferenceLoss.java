package org.spindleml.nn;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The losses again, of one row in double, as the text-book writes them. */
final class ReferenceLoss {
  private ReferenceLoss() {}

  /** The loss of a row's logits. */
  static double value(Loss loss, double[] z, double[] labels) {
    if (loss instanceof ValueLoss values) {
      return IntStream.range(0, z.length).mapToDouble(j -> value(values, z[j], labels[j])).sum();
    }
    if (loss instanceof QuantileLoss quantiles) {
      return value(quantiles, z, labels);
    }
    if (loss instanceof LogisticLoss || loss instanceof MultiLabelLogistic) {
      return IntStream.range(0, z.length).mapToDouble(j -> logistic(z[j], labels[j])).sum();
    }
    double[] p = softmax(z);
    int label = (int) labels[0];
    if (loss instanceof FocalLoss focal) {
      return -Math.pow(1 - p[label], focal.gamma()) * Math.log(p[label]);
    }
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      sum -= target((SoftmaxCrossEntropy) loss, k, label, z.length) * Math.log(p[k]);
    }
    return sum;
  }

  private static double logistic(double z, double y) {
    double p = ReferenceActivation.sigmoid(z);
    return -y * Math.log(p) - (1 - y) * Math.log(1 - p);
  }

  private static double value(ValueLoss loss, double z, double y) {
    double e = z - y;
    double mean = Math.exp(z);
    if (loss instanceof SquaredLoss) {
      return e * e / 2;
    }
    if (loss instanceof AbsoluteLoss) {
      return Math.abs(e);
    }
    if (loss instanceof HuberLoss huber) {
      double delta = huber.delta();
      return Math.abs(e) <= delta ? e * e / 2 : delta * (Math.abs(e) - delta / 2);
    }
    if (loss instanceof PoissonLoss) {
      return mean - y * Math.log(mean);
    }
    if (loss instanceof GammaLoss) {
      return y / mean + Math.log(mean);
    }
    if (loss instanceof TweedieLoss tweedie) {
      double p = tweedie.power();
      return -y * Math.pow(mean, 1 - p) / (1 - p) + Math.pow(mean, 2 - p) / (2 - p);
    }
    throw new AssertionError("no reference for " + loss);
  }

  private static double value(QuantileLoss loss, double[] z, double[] labels) {
    double[] q = quantiles(loss, z);
    int each = loss.probabilities().size();
    double sum = 0;
    for (int j = 0; j < z.length; j++) {
      double tau = loss.probabilities().get(j % each);
      double y = labels[j / each];
      sum += y >= q[j] ? tau * (y - q[j]) : (1 - tau) * (q[j] - y);
    }
    return sum / each;
  }

  /** Slope of the loss by each quantile times slope of each quantile by each logit. */
  private static double[] slope(QuantileLoss loss, double[] z, double[] labels) {
    double[] q = quantiles(loss, z);
    int each = loss.probabilities().size();
    double[] slope = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      double byQuantile = loss.probabilities().get(i % each);
      byQuantile = labels[i / each] > q[i] ? -byQuantile : 1 - byQuantile;
      for (int j = i - i % each; j <= i; j++) {
        double byLogit = j % each == 0 ? 1 : ReferenceActivation.sigmoid(z[j]);
        slope[j] += byQuantile * byLogit / each;
      }
    }
    return slope;
  }

  private static double[] quantiles(QuantileLoss loss, double[] z) {
    double[] q = z.clone();
    for (int j = 0; j < z.length; j++) {
      if (j % loss.probabilities().size() > 0) {
        q[j] = q[j - 1] + Math.log(1 + Math.exp(z[j]));
      }
    }
    return q;
  }

  /** The slope of the loss on each logit. */
  static double[] slope(Loss loss, double[] z, double[] labels) {
    if (loss instanceof QuantileLoss quantiles) {
      return slope(quantiles, z, labels);
    }
    double[] slope = new double[z.length];
    double[] p = softmax(z);
    int label = (int) labels[0];
    for (int j = 0; j < z.length; j++) {
      if (loss instanceof ValueLoss values) {
        slope[j] = slope(values, z[j], labels[j]);
      } else if (loss instanceof LogisticLoss || loss instanceof MultiLabelLogistic) {
        slope[j] = ReferenceActivation.sigmoid(z[j]) - labels[j];
      } else if (loss instanceof FocalLoss focal) {
        double q = 1 - p[label];
        // The chain rule: loss by p of the class, that by the logit.
        double byP =
            focal.gamma() * Math.pow(q, focal.gamma() - 1) * Math.log(p[label])
                - Math.pow(q, focal.gamma()) / p[label];
        slope[j] = byP * p[label] * ((j == label ? 1 : 0) - p[j]);
      } else {
        slope[j] = p[j] - target((SoftmaxCrossEntropy) loss, j, label, z.length);
      }
    }
    return slope;
  }

  private static double slope(ValueLoss loss, double z, double y) {
    double e = z - y;
    double mean = Math.exp(z);
    if (loss instanceof SquaredLoss) {
      return e;
    }
    if (loss instanceof AbsoluteLoss) {
      return e > 0 ? 1 : -1;
    }
    if (loss instanceof HuberLoss huber) {
      return Math.abs(e) <= huber.delta() ? e : huber.delta() * Math.signum(e);
    }
    if (loss instanceof PoissonLoss) {
      return mean - y;
    }
    if (loss instanceof GammaLoss) {
      return 1 - y / mean;
    }
    if (loss instanceof TweedieLoss tweedie) {
      return (mean - y) * Math.pow(mean, 1 - tweedie.power());
    }
    throw new AssertionError("no reference for " + loss);
  }

  /** The share of a row that counts for a class. */
  private static double target(SoftmaxCrossEntropy loss, int k, int label, int classes) {
    double smoothing = loss.labelSmoothing();
    return (k == label ? 1 - smoothing : 0) + smoothing / classes;
  }

  /** How near a target's logits are to where the slope by its label jumps or bends. */
  static double distanceFromKink(Loss loss, double[] z, int target, double y) {
    if (loss instanceof QuantileLoss quantiles) {
      int each = quantiles.probabilities().size();
      return Arrays.stream(quantiles(quantiles, z), target * each, (target + 1) * each)
          .map(q -> Math.abs(q - y))
          .min()
          .orElseThrow();
    }
    if (loss instanceof AbsoluteLoss) {
      return Math.abs(z[target] - y);
    }
    return loss instanceof HuberLoss huber
        ? Math.abs(Math.abs(z[target] - y) - huber.delta())
        : Double.POSITIVE_INFINITY;
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
