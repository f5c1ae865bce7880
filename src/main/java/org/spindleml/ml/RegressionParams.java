package org.spindleml.ml;

import java.util.Arrays;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.spindleml.nn.LossSettings;

/** The Params of regressions alone: what their losses take. */
public interface RegressionParams extends MlpParams {
  /**
   * Param: the error beyond which loss huber grows in proportion.
   *
   * @return the Param
   */
  default DoubleParam huberDelta() {
    return ownParams().huberDelta;
  }

  /**
   * Param: the power of the mean that the variance of loss tweedie goes with.
   *
   * @return the Param
   */
  default DoubleParam tweediePower() {
    return ownParams().tweediePower;
  }

  /**
   * Param: the shares of labels below the predictions of loss quantile.
   *
   * @return the Param
   */
  default DoubleArrayParam quantileProbabilities() {
    return ownParams().quantileProbabilities;
  }

  /**
   * Says the error beyond which loss huber grows in proportion.
   *
   * @return a number above 0
   */
  default double getHuberDelta() {
    return (Double) getOrDefault(huberDelta());
  }

  /**
   * Says the power of the mean that the variance of loss tweedie goes with.
   *
   * @return above 1 and below 2
   */
  default double getTweediePower() {
    return (Double) getOrDefault(tweediePower());
  }

  /**
   * Says the shares of labels below the predictions of loss quantile.
   *
   * @return ascending numbers above 0 and below 1
   */
  default double[] getQuantileProbabilities() {
    return getOrDefault(quantileProbabilities());
  }

  @Override
  default LossSettings lossSettings() {
    LossSettings usual = LossSettings.DEFAULTS;
    return new LossSettings(
        usual.labelSmoothing(),
        usual.focalGamma(),
        getHuberDelta(),
        getTweediePower(),
        Arrays.stream(getQuantileProbabilities()).boxed().toList());
  }
}
