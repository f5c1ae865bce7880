package org.spindleml.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.spindleml.nn.Named;
import org.spindleml.nn.Target;

/** What a network can be judged by, and which way is better. */
public enum Metric implements Named {
  /** The mean loss of the rows, of whatever loss was trained on. */
  LOSS("loss", false, Target.values()),

  /** The share of rows predicted right. */
  ACCURACY("accuracy", true, Target.CLASS),

  /** The mean recall of the classes: an accuracy in which each class weighs the same. */
  BALANCED_ACCURACY("balancedAccuracy", true, Target.CLASS),

  /** The mean F1 of the classes or labels that occur. */
  F1("f1", true, Target.CLASS, Target.LABELS),

  /** F1 of all answers of all labels together. */
  MICRO_F1("microF1", true, Target.LABELS),

  /** The mean of −log of the probability of what was so. */
  LOG_LOSS("logLoss", false, Target.CLASS, Target.LABELS),

  /** The area under the ROC curve of two classes. */
  AUC_ROC("aucRoc", true, Target.CLASS),

  /** The area under the precision-recall curve of two classes. */
  AUC_PR("aucPr", true, Target.CLASS),

  /** The root of the mean squared error. */
  RMSE("rmse", false, Target.VALUES),

  /** The mean absolute error. */
  MAE("mae", false, Target.VALUES),

  /** The share of the labels' variance that is explained. */
  R2("r2", true, Target.VALUES),

  /** The mean pinball loss of the quantiles, in the label's units. */
  PINBALL("pinball", false, Target.VALUES),

  /** The mean deviance of counts and rates. */
  POISSON_DEVIANCE("poissonDeviance", false, Target.VALUES),

  /** The mean deviance of positive values whose deviation grows with their mean. */
  GAMMA_DEVIANCE("gammaDeviance", false, Target.VALUES),

  /** The mean deviance between the two, of the loss's power. */
  TWEEDIE_DEVIANCE("tweedieDeviance", false, Target.VALUES),

  /** The share of wrong answers among all answers of all labels. */
  HAMMING_LOSS("hammingLoss", false, Target.LABELS),

  /** The share of rows with all answers right. */
  SUBSET_ACCURACY("subsetAccuracy", true, Target.LABELS);

  private final String label;
  private final boolean higherIsBetter;
  private final Set<Target> targets;

  Metric(String label, boolean higherIsBetter, Target... targets) {
    this.label = label;
    this.higherIsBetter = higherIsBetter;
    this.targets = Set.of(targets);
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Which way is better.
   *
   * @return true for an accuracy, false for an error
   */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /**
   * Whether it can judge what is predicted.
   *
   * @param target what is predicted
   * @return whether there is such a measure for it
   */
  public boolean suits(Target target) {
    return targets.contains(target);
  }

  /**
   * How much better one measurement is than another.
   *
   * @param from the measurement before
   * @param to the measurement after
   * @return above 0 if it became better, in the measure's own units; NaN if one of them is
   */
  public double gain(double from, double to) {
    return higherIsBetter ? to - from : from - to;
  }

  /**
   * The metrics that can judge what is predicted.
   *
   * @param target what is predicted
   * @return the metrics, {@link #LOSS} first
   */
  public static List<Metric> of(Target target) {
    return Arrays.stream(values()).filter(metric -> metric.suits(target)).toList();
  }

  /**
   * Finds a metric by name.
   *
   * @param name for example "rmse"; case does not matter
   * @param target what is predicted
   * @return the metric
   * @throws IllegalArgumentException listing the choices if there is none of that name that suits
   */
  public static Metric named(String name, Target target) {
    return Named.find("metric", name, of(target));
  }

  /** What sums say that do not have this measure. */
  IllegalArgumentException missingIn(Object sums) {
    return new IllegalArgumentException(
        "there is no " + label + " in " + sums.getClass().getSimpleName());
  }
}
