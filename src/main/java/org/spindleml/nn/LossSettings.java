package org.spindleml.nn;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The numbers that some losses take, all in one place; a loss picks its own (see {@link
 * Loss#settings}).
 *
 * @param labelSmoothing of {@link SoftmaxCrossEntropy}
 * @param focalGamma of {@link FocalLoss}
 * @param huberDelta of {@link HuberLoss}
 * @param tweediePower of {@link TweedieLoss}
 * @param quantileProbabilities of {@link QuantileLoss}
 */
public record LossSettings(
    double labelSmoothing,
    double focalGamma,
    double huberDelta,
    double tweediePower,
    List<Double> quantileProbabilities) {

  /**
   * No smoothing; γ = 2, which Lin et al. (2017) found best; δ = 1 as in PyTorch; p = 1.5, halfway
   * between Poisson and gamma; the median.
   */
  public static final LossSettings DEFAULTS = new LossSettings(0, 2, 1, 1.5, List.of(0.5));

  private static final List<String> NAMES =
      List.of(
          "labelSmoothing", "focalGamma", "huberDelta", "tweediePower", "quantileProbabilities");

  /**
   * Settings by name, the others as by default.
   *
   * @param values as {@link Loss#settings} gives them
   * @return the settings
   * @throws IllegalArgumentException naming all settings if there is none of a name, or if one that
   *     is a number has not exactly one
   */
  public static LossSettings of(Map<String, List<Double>> values) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "unknown setting of a loss '" + name + "'; there are " + String.join(", ", NAMES));
      }
    }
    return new LossSettings(
        number(values, "labelSmoothing", DEFAULTS.labelSmoothing),
        number(values, "focalGamma", DEFAULTS.focalGamma),
        number(values, "huberDelta", DEFAULTS.huberDelta),
        number(values, "tweediePower", DEFAULTS.tweediePower),
        values.getOrDefault("quantileProbabilities", DEFAULTS.quantileProbabilities));
  }

  private static double number(Map<String, List<Double>> values, String name, double usual) {
    List<Double> numbers = values.getOrDefault(name, List.of(usual));
    if (numbers.size() != 1) {
      throw new IllegalArgumentException(name + " is one number, found " + numbers);
    }
    return numbers.get(0);
  }

  /**
   * All losses with these settings.
   *
   * @return the losses
   * @throws IllegalArgumentException naming a setting that its loss cannot take
   */
  public List<Loss> losses() {
    return List.of(
        new SoftmaxCrossEntropy(labelSmoothing),
        new LogisticLoss(),
        new FocalLoss(focalGamma),
        new MultiLabelLogistic(),
        new SquaredLoss(),
        new AbsoluteLoss(),
        new HuberLoss(huberDelta),
        new PoissonLoss(),
        new GammaLoss(),
        new TweedieLoss(tweediePower),
        new QuantileLoss(quantileProbabilities));
  }
}
