package org.spindleml.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.spindleml.nn.LossSettings;

/**
 * The Params of estimators and models that Spark's base classes lack. What each means and takes is
 * in its own documentation: {@code explainParams()} prints all of them. A model carries the Params
 * that it was trained with.
 */
public interface MlpParams extends Params {
  /**
   * The Params themselves; for this package.
   *
   * @return the Params that this object owns
   */
  OwnParams ownParams();

  /**
   * The numbers that losses take, as these Params say.
   *
   * @return the settings; of losses of another task, the defaults
   */
  LossSettings lossSettings();

  /**
   * Param: the columns that together are the features.
   *
   * @return the Param
   */
  default StringArrayParam featuresCols() {
    return ownParams().featuresCols;
  }

  /**
   * Param: the column of row weights.
   *
   * @return the Param
   */
  default Param<String> weightCol() {
    return ownParams().weightCol;
  }

  /**
   * Param: what becomes of rows that cannot be used.
   *
   * @return the Param
   */
  default Param<String> handleInvalid() {
    return ownParams().handleInvalid;
  }

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
   * Param: the loss.
   *
   * @return the Param
   */
  default Param<String> loss() {
    return ownParams().loss;
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
   * Param: the rule that turns gradients into steps.
   *
   * @return the Param
   */
  default Param<String> solver() {
    return ownParams().solver;
  }

  /**
   * Param: the learning rate, the highest one of a schedule.
   *
   * @return the Param
   */
  default DoubleParam stepSize() {
    return ownParams().stepSize;
  }

  /**
   * Param: how the learning rate changes over the run.
   *
   * @return the Param
   */
  default Param<String> learningRateSchedule() {
    return ownParams().learningRateSchedule;
  }

  /**
   * Param: the share of steps over which the learning rate first rises.
   *
   * @return the Param
   */
  default DoubleParam warmupFraction() {
    return ownParams().warmupFraction;
  }

  /**
   * Param: the momentum of solvers momentum and nesterov.
   *
   * @return the Param
   */
  default DoubleParam momentum() {
    return ownParams().momentum;
  }

  /**
   * Param: the weight decay of solver adamw, per unit of learning rate.
   *
   * @return the Param
   */
  default DoubleParam weightDecay() {
    return ownParams().weightDecay;
  }

  /**
   * Param: the strength of the penalty on weights.
   *
   * @return the Param
   */
  default DoubleParam regParam() {
    return ownParams().regParam;
  }

  /**
   * Param: what the penalty on weights is made of.
   *
   * @return the Param
   */
  default DoubleParam elasticNetParam() {
    return ownParams().elasticNetParam;
  }

  /**
   * Param: the length beyond which a mean gradient is shortened.
   *
   * @return the Param
   */
  default DoubleParam gradientClipNorm() {
    return ownParams().gradientClipNorm;
  }

  /**
   * Param: the size beyond which a slope of the mean gradient is cut.
   *
   * @return the Param
   */
  default DoubleParam gradientClipValue() {
    return ownParams().gradientClipValue;
  }

  /**
   * Param: how many epochs there are at most; iterations for solver gd.
   *
   * @return the Param
   */
  default IntParam maxIter() {
    return ownParams().maxIter;
  }

  /**
   * Param: the relative improvement of the mean loss below which an epoch counts as none.
   *
   * @return the Param
   */
  default DoubleParam tol() {
    return ownParams().tol;
  }

  /**
   * Param: the rows of a step, over all workers.
   *
   * @return the Param
   */
  default IntParam batchSize() {
    return ownParams().batchSize;
  }

  /**
   * Param: the rows that a thread computes at once while training.
   *
   * @return the Param
   */
  default IntParam blockSize() {
    return ownParams().blockSize;
  }

  /**
   * Param: the seed of initial weights and row order.
   *
   * @return the Param
   */
  default LongParam seed() {
    return ownParams().seed;
  }

  /**
   * Param: whether columns are scaled to mean 0 and deviation 1 for training.
   *
   * @return the Param
   */
  default BooleanParam standardize() {
    return ownParams().standardize;
  }

  /**
   * Param: where steps are computed.
   *
   * @return the Param
   */
  default Param<String> execution() {
    return ownParams().execution;
  }

  /**
   * Says the columns that together are the features.
   *
   * @return in the order of the network's inputs
   * @throws java.util.NoSuchElementException if it is not set
   */
  default String[] getFeaturesCols() {
    return getOrDefault(featuresCols());
  }

  /**
   * Says the column of row weights.
   *
   * @return a column name
   * @throws java.util.NoSuchElementException if it is not set
   */
  default String getWeightCol() {
    return getOrDefault(weightCol());
  }

  /**
   * Says what becomes of rows that cannot be used.
   *
   * @return "error" or "skip"
   */
  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
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
   * Says the loss.
   *
   * @return its name, or "auto"
   */
  default String getLoss() {
    return getOrDefault(loss());
  }

  /**
   * Says how initial weights are drawn.
   *
   * @return its name, or "auto"
   */
  default String getInitializer() {
    return getOrDefault(initializer());
  }

  /**
   * Says the rule that turns gradients into steps.
   *
   * @return its name
   */
  default String getSolver() {
    return getOrDefault(solver());
  }

  /**
   * Says the learning rate, the highest one of a schedule.
   *
   * @return a number above 0
   */
  default double getStepSize() {
    return (Double) getOrDefault(stepSize());
  }

  /**
   * Says how the learning rate changes over the run.
   *
   * @return its name
   */
  default String getLearningRateSchedule() {
    return getOrDefault(learningRateSchedule());
  }

  /**
   * Says the share of steps over which the learning rate first rises.
   *
   * @return at least 0 and below 1
   */
  default double getWarmupFraction() {
    return (Double) getOrDefault(warmupFraction());
  }

  /**
   * Says the momentum of solvers momentum and nesterov.
   *
   * @return at least 0 and below 1
   */
  default double getMomentum() {
    return (Double) getOrDefault(momentum());
  }

  /**
   * Says the weight decay of solver adamw, per unit of learning rate.
   *
   * @return at least 0
   */
  default double getWeightDecay() {
    return (Double) getOrDefault(weightDecay());
  }

  /**
   * Says the strength of the penalty on weights.
   *
   * @return at least 0; 0 for none
   */
  default double getRegParam() {
    return (Double) getOrDefault(regParam());
  }

  /**
   * Says what the penalty on weights is made of.
   *
   * @return from 0 (squares) to 1 (absolute values)
   */
  default double getElasticNetParam() {
    return (Double) getOrDefault(elasticNetParam());
  }

  /**
   * Says the length beyond which a mean gradient is shortened.
   *
   * @return at least 0; 0 for never
   */
  default double getGradientClipNorm() {
    return (Double) getOrDefault(gradientClipNorm());
  }

  /**
   * Says the size beyond which a slope of the mean gradient is cut.
   *
   * @return at least 0; 0 for never
   */
  default double getGradientClipValue() {
    return (Double) getOrDefault(gradientClipValue());
  }

  /**
   * Says how many epochs there are at most; iterations for solver gd.
   *
   * @return at least 0
   */
  default int getMaxIter() {
    return (Integer) getOrDefault(maxIter());
  }

  /**
   * Says the relative improvement of the mean loss below which an epoch counts as none.
   *
   * @return at least 0
   */
  default double getTol() {
    return (Double) getOrDefault(tol());
  }

  /**
   * Says the rows of a step, over all workers.
   *
   * @return at least 1
   */
  default int getBatchSize() {
    return (Integer) getOrDefault(batchSize());
  }

  /**
   * Says the rows that a thread computes at once while training.
   *
   * @return at least 1
   */
  default int getBlockSize() {
    return (Integer) getOrDefault(blockSize());
  }

  /**
   * Says the seed of initial weights and row order.
   *
   * @return any number
   */
  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  /**
   * Says whether columns are scaled to mean 0 and deviation 1 for training.
   *
   * @return true or false
   */
  default boolean getStandardize() {
    return (Boolean) getOrDefault(standardize());
  }

  /**
   * Says where steps are computed.
   *
   * @return "auto", "cluster" or "local"
   */
  default String getExecution() {
    return getOrDefault(execution());
  }
}
