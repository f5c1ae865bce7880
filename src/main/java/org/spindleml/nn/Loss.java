package org.spindleml.nn;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The loss of a row as a function of its logits, and the link from logits to predictions. Taking
 * logits, a loss never needs the logarithm of a probability.
 */
public sealed interface Loss extends Named, Serializable
    permits SoftmaxCrossEntropy,
        LogisticLoss,
        FocalLoss,
        ValueLoss,
        QuantileLoss,
        MultiLabelLogistic {

  /**
   * Computes the losses of a block and their slopes on the logits.
   *
   * @param logits rows × outputs
   * @param outputs logits of a row
   * @param batch the block's labels and weights
   * @param delta out: weight × slope of the row's loss on each logit, rows × outputs
   * @return Σ weight × loss, in row order
   */
  default double lossAndDelta(float[] logits, int outputs, Batch batch, float[] delta) {
    return lossAndDelta(logits, outputs, batch, 0, batch.rows(), delta);
  }

  /**
   * Computes the losses of some rows of a block and their slopes on the logits.
   *
   * @param logits rows × outputs
   * @param outputs logits of a row
   * @param batch the block's labels and weights
   * @param first the first row
   * @param end behind the last row
   * @param delta out: weight × slope of the row's loss on each logit, rows × outputs
   * @return Σ weight × loss of these rows, in row order
   */
  double lossAndDelta(float[] logits, int outputs, Batch batch, int first, int end, float[] delta);

  /**
   * Turns logits into what the network predicts: probabilities of classes or labels, or values.
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
   * @return the number of classes, labels or values
   */
  int predictions(int outputs);

  /**
   * What a row's labels are, and so what is predicted.
   *
   * @return a class, values or labels
   */
  Target target();

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
   * @return one number or several by name; empty where there is nothing to choose
   */
  default Map<String, List<Double>> settings() {
    return Map.of();
  }

  /**
   * How many logits a row needs.
   *
   * @param targets the number of classes, values or labels to predict: what {@link #target} says
   * @return logits of a row
   * @throws IllegalArgumentException if the loss cannot tell so many classes apart
   */
  int outputs(int targets);

  /**
   * How many label numbers a row has.
   *
   * @param outputs logits of a row
   * @return 1 where labels are classes, else the number of values or labels
   * @throws IllegalArgumentException if there cannot be so many logits
   */
  int targets(int outputs);

  /**
   * The metric by which a network trained on this loss is judged.
   *
   * @return its name, as {@code metrics.Metric} has it
   */
  String metric();

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
