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
 * @param quantileProbability of {@link QuantileLoss}
 */
public record LossSettings(
    double labelSmoothing,
    double focalGamma,
    double huberDelta,
    double tweediePower,
    double quantileProbability) {

  /**
   * No smoothing; γ = 2, which Lin et al. (2017) found best; δ = 1 as in PyTorch; p = 1.5, halfway
   * between Poisson and gamma; the median.
   */
  public static final LossSettings DEFAULTS = new LossSettings(0, 2, 1, 1.5, 0.5);

  private static final List<String> NAMES =
      List.of("labelSmoothing", "focalGamma", "huberDelta", "tweediePower", "quantileProbability");

  /**
   * Settings by name, the others as by default.
   *
   * @param values as {@link Loss#settings} gives them
   * @return the settings
   * @throws IllegalArgumentException naming all settings if there is none of a name
   */
  public static LossSettings of(Map<String, Double> values) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "unknown setting of a loss '" + name + "'; there are " + String.join(", ", NAMES));
      }
    }
    return new LossSettings(
        values.getOrDefault("labelSmoothing", DEFAULTS.labelSmoothing),
        values.getOrDefault("focalGamma", DEFAULTS.focalGamma),
        values.getOrDefault("huberDelta", DEFAULTS.huberDelta),
        values.getOrDefault("tweediePower", DEFAULTS.tweediePower),
        values.getOrDefault("quantileProbability", DEFAULTS.quantileProbability));
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
        new SquaredLoss(),
        new AbsoluteLoss(),
        new HuberLoss(huberDelta),
        new PoissonLoss(),
        new GammaLoss(),
        new TweedieLoss(tweediePower),
        new QuantileLoss(quantileProbability));
  }
}
