package org.spindleml.nn;

import java.io.Serializable;
import java.util.List;

/**
 * The loss of a row as a function of its logits, and the link from logits to predictions. Taking
 * logits, a loss never needs the logarithm of a probability.
 */
public sealed interface Loss extends Named, Serializable
    permits SoftmaxCrossEntropy, LogisticLoss, SquaredLoss {

  /** All losses. */
  List<Loss> ALL = List.of(new SoftmaxCrossEntropy(), new LogisticLoss(), new SquaredLoss());

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
   * How many logits a task with so many classes needs.
   *
   * @param classes number of classes
   * @return logits of a row
   * @throws IllegalArgumentException if the loss cannot tell so many classes apart
   */
  int outputs(int classes);

  /**
   * Finds a loss by name.
   *
   * @param name for example "softmaxCrossEntropy"; case does not matter
   * @return the loss
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  static Loss named(String name) {
    return Named.find("loss", name, ALL);
  }
}
