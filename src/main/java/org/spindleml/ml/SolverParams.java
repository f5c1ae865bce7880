package org.spindleml.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;

/** The Params that say what training makes small and how a gradient changes the weights. */
public interface SolverParams extends OwnedParams {
  /**
   * Param: the loss.
   *
   * @return the Param
   */
  default Param<String> loss() {
    return ownParams().loss;
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
   * Param: the length beyond which a unit's incoming weights are shortened.
   *
   * @return the Param
   */
  default DoubleParam maxNorm() {
    return ownParams().maxNorm;
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
   * Says the length beyond which a unit's incoming weights are shortened.
   *
   * @return at least 0; 0 for never
   */
  default double getMaxNorm() {
    return (Double) getOrDefault(maxNorm());
  }
}
