package org.spindleml.nn;

import java.io.Serializable;

/**
 * What holds for all hidden layers alike. The output layer has none of it.
 *
 * @param normalization what is done to their weighted sums before the activation
 * @param residual whether a layer that is as wide as its input adds its input to its outputs (He,
 *     Zhang, Ren, Sun, "Deep residual learning", 2016)
 * @param inputDropout share of the network's inputs that is set to 0 while training, at least 0 and
 *     below 1
 * @param precision what the matrix products of training take: with bf16, weights, inputs and slopes
 *     of the large layers ({@link Network#rounded}), the output layer among them, are rounded as
 *     they enter a product, where the machine has a kernel for that
 * @param gradientPrecision how sums of gradients are kept ({@link Network#sumFormat}); of the
 *     output layer, too
 */
public record NetworkOptions(
    Normalization normalization,
    boolean residual,
    double inputDropout,
    Precision precision,
    Precision gradientPrecision)
    implements Serializable {
  /** Weighted sum and activation, nothing else. */
  public static final NetworkOptions PLAIN = new NetworkOptions(Normalization.NONE, false, 0);

  /**
   * Options of a network whose products and sums are float32.
   *
   * @param normalization what is done to weighted sums before the activation
   * @param residual whether a layer that is as wide as its input adds its input to its outputs
   * @param inputDropout share of the network's inputs that is set to 0 while training
   */
  public NetworkOptions(Normalization normalization, boolean residual, double inputDropout) {
    this(normalization, residual, inputDropout, Precision.FLOAT32, Precision.FLOAT32);
  }
}
