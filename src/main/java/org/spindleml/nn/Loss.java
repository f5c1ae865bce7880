package org.spindleml.nn;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The loss of a row as a function of its logits, and the link from logits to predictions. Taking
 * logits, a loss never needs the logarithm of a probability.
 */
public sealed interface Loss extends Named, Serializable
    permits SoftmaxCrossEntropy, LogisticLoss, FocalLoss, ValueLoss {

  /**
   * Computes the losses of a block and their slopes on the logits.
   *
   * @param logits rows × outputs
   * @param outputs logits of a row
   * @param batch the block's labels and weights
   * @param delta out: weight × slope of the row's loss on each logit, rows × outputs
   * @return Σ weight × loss, in row order
   */
  double lossAndDelta(float[] logits, int outputs, Batch batch, float[] delta);

  /**
   * Turns logits into what the network predicts: probabilities of classes, or values.
   *
   * @param logits rows × outputs
   * @param outputs logits of a row
   * @param rows rows in the block
   * @param predictions out: rows × {@link #predictions}
   */
  void link(float[] logits, int outputs, int rows, float[] predictions);

  /**
   * How many numbers the link makes of a row's logits.
   *
   * @param outputs logits of a row
   * @return the number of classes or values
   */
  int predictions(int outputs);

  /**
   * Whether labels are class numbers and predictions probabilities.
   *
   * @return false for a regression
   */
  boolean isClassification();

  /**
   * How labels may be scaled for training.
   *
   * @return the scaling under which the loss keeps its meaning
   */
  default LabelScaling labelScaling() {
    return LabelScaling.NONE;
  }

  /**
   * Whether a row may have this label, as it stands in the table.
   *
   * @param label any double
   * @return false for NaN and whatever else is outside of {@link #labelDomain}
   */
  default boolean accepts(double label) {
    return label >= 0 && label <= Float.MAX_VALUE && label == Math.rint(label);
  }

  /**
   * What labels must be, for errors.
   *
   * @return for example "finite numbers"
   */
  default String labelDomain() {
    return "whole numbers 0, 1, 2, …";
  }

  /**
   * The numbers that this loss was made with, for files: {@link LossSettings#of} takes them back.
   *
   * @return numbers by name; empty where there is nothing to choose
   */
  default Map<String, Double> settings() {
    return Map.of();
  }

  /**
   * How many logits a task with so many classes needs.
   *
   * @param classes number of classes
   * @return logits of a row
   * @throws IllegalArgumentException if the loss cannot tell so many classes apart
   */
  int outputs(int classes);

  /**
   * All losses, with the default settings. Not a constant: the classes of losses would wait for
   * each other where threads load several at once.
   *
   * @return the losses
   */
  static List<Loss> all() {
    return LossSettings.DEFAULTS.losses();
  }

  /**
   * Finds a loss by name, with the default settings.
   *
   * @param name for example "softmaxCrossEntropy"; case does not matter
   * @return the loss
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  static Loss named(String name) {
    return Named.find("loss", name, all());
  }

  /**
   * Finds a loss by name.
   *
   * @param name for example "huber"; case does not matter
   * @param settings the numbers that losses take
   * @return the loss
   * @throws IllegalArgumentException listing the choices if there is none of that name, or naming a
   *     setting that cannot be used
   */
  static Loss named(String name, LossSettings settings) {
    return Named.find("loss", name, settings.losses());
  }
}
