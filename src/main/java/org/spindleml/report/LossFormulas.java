package org.spindleml.report;

import org.spindleml.nn.FocalLoss;
import org.spindleml.nn.HuberLoss;
import org.spindleml.nn.Loss;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.TweedieLoss;

/**
 * The losses as one writes them down: a an output's activation, t its target, p a probability, μ a
 * mean.
 */
final class LossFormulas {
  private LossFormulas() {}

  /** What is predicted of an output: a itself, a probability p or a mean μ. */
  static String symbol(Loss loss) {
    String prediction = prediction(loss);
    return prediction.isEmpty() ? "a" : prediction.substring(0, 1);
  }

  /** How the activation a of an output becomes what is predicted; empty where it is that. */
  static String prediction(Loss loss) {
    return switch (loss.label()) {
      case "softmaxCrossEntropy", "focal" ->
          "p = softmax of a: exp(a) / sum of exp(a) over the outputs";
      case "logistic", "multiLabelLogistic" -> "p = sigmoid of a: 1 / (1 + exp(−a))";
      case "poisson", "gamma", "tweedie" -> "μ = exp(a)";
      default -> "";
    };
  }

  /** What an output adds to the loss. */
  static String term(Loss loss) {
    if (loss instanceof HuberLoss huber) {
      String d = text(huber.delta());
      return "(a − t)² / 2 where |a − t| is at most "
          + d
          + ", else "
          + d
          + " |a − t| − "
          + text(huber.delta() * huber.delta() / 2);
    }
    if (loss instanceof TweedieLoss tweedie) {
      double p = tweedie.power();
      return "t / ("
          + text(p - 1)
          + " μ^"
          + text(p - 1)
          + ") + μ^"
          + text(2 - p)
          + " / "
          + text(2 - p);
    }
    if (loss instanceof QuantileLoss quantile) {
      double tau = quantile.probabilities().get(0);
      return text(tau) + " (t − a) where t is above a, else " + text(1 - tau) + " (a − t)";
    }
    if (loss instanceof FocalLoss focal) {
      return "−t (1 − p)^" + text(focal.gamma()) + " log p";
    }
    return switch (loss.label()) {
      case "softmaxCrossEntropy" -> "−t log p";
      case "logistic", "multiLabelLogistic" -> "−t log p − (1 − t) log(1 − p)";
      case "squared" -> "(a − target)² / 2";
      case "absolute" -> "|a − t|";
      case "poisson" -> "μ − t a";
      case "gamma" -> "t / μ + a";
      default -> throw new IllegalArgumentException("no formula for " + loss);
    };
  }

  /** The slope of the loss on an output's activation. */
  static String slope(Loss loss) {
    if (loss instanceof HuberLoss huber) {
      return "a − t, cut off at ±" + text(huber.delta());
    }
    if (loss instanceof TweedieLoss tweedie) {
      double p = tweedie.power();
      return "μ^" + text(2 - p) + " − t / μ^" + text(p - 1);
    }
    if (loss instanceof QuantileLoss quantile) {
      double tau = quantile.probabilities().get(0);
      return "−" + text(tau) + " where t is above a, else " + text(1 - tau);
    }
    if (loss instanceof FocalLoss focal) {
      String g = text(focal.gamma());
      return "((1 − q)^"
          + g
          + " − "
          + g
          + " q (1 − q)^"
          + text(focal.gamma() - 1)
          + " log q) (p − t), q the p of the class";
    }
    return switch (loss.label()) {
      case "softmaxCrossEntropy", "logistic", "multiLabelLogistic" -> "p − t";
      case "squared" -> "a − target";
      case "absolute" -> "1 where a is above t, else −1";
      case "poisson" -> "μ − t";
      case "gamma" -> "1 − t / μ";
      default -> throw new IllegalArgumentException("no formula for " + loss);
    };
  }

  private static String text(double number) {
    return ExampleTables.given((float) number);
  }

  /** Whether there is a page of this loss: formulas know no smoothing and one quantile. */
  static boolean has(Loss loss) {
    return loss instanceof QuantileLoss quantile
        ? quantile.probabilities().size() == 1
        : !(loss instanceof SoftmaxCrossEntropy softmax) || softmax.labelSmoothing() == 0;
  }
}
