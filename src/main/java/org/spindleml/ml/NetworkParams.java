package org.spindleml.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The Params that say what the network looks like before its first step. */
public interface NetworkParams extends OwnedParams {
  /**
   * Param: the units of each hidden layer.
   *
   * @return the Param
   */
  default IntArrayParam hiddenLayers() {
    return ownParams().hiddenLayers;
  }

  /**
   * Param: the units of all layers, as Spark's perceptron takes them.
   *
   * @return the Param
   */
  default IntArrayParam layers() {
    return ownParams().layers;
  }

  /**
   * Param: the activation of the hidden layers.
   *
   * @return the Param
   */
  default StringArrayParam activation() {
    return ownParams().activation;
  }

  /**
   * Param: what is done to weighted sums before the activation.
   *
   * @return the Param
   */
  default Param<String> normalization() {
    return ownParams().normalization;
  }

  /**
   * Param: whether hidden layers add their input to their output.
   *
   * @return the Param
   */
  default BooleanParam residual() {
    return ownParams().residual;
  }

  /**
   * Param: the share of hidden outputs that is set to 0 while training.
   *
   * @return the Param
   */
  default DoubleArrayParam dropout() {
    return ownParams().dropout;
  }

  /**
   * Param: the share of inputs that is set to 0 while training.
   *
   * @return the Param
   */
  default DoubleParam inputDropout() {
    return ownParams().inputDropout;
  }

  /**
   * Param: how initial weights are drawn.
   *
   * @return the Param
   */
  default Param<String> initializer() {
    return ownParams().initializer;
  }

  /**
   * Says the units of each hidden layer.
   *
   * @return widths, from the inputs to the outputs; empty for a linear model
   */
  default int[] getHiddenLayers() {
    return getOrDefault(hiddenLayers());
  }

  /**
   * Says the units of all layers, as Spark's perceptron takes them.
   *
   * @return [inputs, hidden…, outputs]
   * @throws java.util.NoSuchElementException if it is not set
   */
  default int[] getLayers() {
    return getOrDefault(layers());
  }

  /**
   * Says the activation of the hidden layers.
   *
   * @return one name for all or one a layer
   */
  default String[] getActivation() {
    return getOrDefault(activation());
  }

  /**
   * Says what is done to weighted sums before the activation.
   *
   * @return its name
   */
  default String getNormalization() {
    return getOrDefault(normalization());
  }

  /**
   * Says whether hidden layers add their input to their output.
   *
   * @return true if those do that are as wide as the layer before
   */
  default boolean getResidual() {
    return (Boolean) getOrDefault(residual());
  }

  /**
   * Says the share of hidden outputs that is set to 0 while training.
   *
   * @return one share for all or one a layer, at least 0 and below 1
   */
  default double[] getDropout() {
    return getOrDefault(dropout());
  }

  /**
   * Says the share of inputs that is set to 0 while training.
   *
   * @return at least 0 and below 1
   */
  default double getInputDropout() {
    return (Double) getOrDefault(inputDropout());
  }

  /**
   * Says how initial weights are drawn.
   *
   * @return its name, or "auto"
   */
  default String getInitializer() {
    return getOrDefault(initializer());
  }
}
