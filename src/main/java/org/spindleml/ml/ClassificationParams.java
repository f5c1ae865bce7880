package org.spindleml.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.spindleml.nn.LossSettings;

/** The Params of classifiers alone: what their losses take, how classes count. */
public interface ClassificationParams extends MlpParams {
  /**
   * Param: the share of a row that loss softmaxCrossEntropy counts for all classes alike.
   *
   * @return the Param
   */
  default DoubleParam labelSmoothing() {
    return ownParams().labelSmoothing;
  }

  /**
   * Param: how much less loss focal counts a row the better its class is told.
   *
   * @return the Param
   */
  default DoubleParam focalGamma() {
    return ownParams().focalGamma;
  }

  /**
   * Param: factors of the weight of each class's rows, for the loss of training alone.
   *
   * @return the Param
   */
  default StringArrayParam classWeights() {
    return ownParams().classWeights;
  }

  /**
   * Says the factors of the weight of each class's rows.
   *
   * @return "balanced" alone, or a number for each class; empty: 1 for each
   */
  default String[] getClassWeights() {
    return getOrDefault(classWeights());
  }

  /**
   * Param: the column for the name of the predicted class.
   *
   * @return the Param
   */
  default Param<String> predictedLabelCol() {
    return ownParams().predictedLabelCol;
  }

  /**
   * Says the column for the name of the predicted class.
   *
   * @return a column name; empty for no such column
   */
  default String getPredictedLabelCol() {
    return getOrDefault(predictedLabelCol());
  }

  /**
   * Says the share of a row that loss softmaxCrossEntropy counts for all classes alike.
   *
   * @return at least 0 and below 1
   */
  default double getLabelSmoothing() {
    return (Double) getOrDefault(labelSmoothing());
  }

  /**
   * Says how much less loss focal counts a row the better its class is told.
   *
   * @return at least 0
   */
  default double getFocalGamma() {
    return (Double) getOrDefault(focalGamma());
  }

  @Override
  default LossSettings lossSettings() {
    LossSettings usual = LossSettings.DEFAULTS;
    return new LossSettings(
        getLabelSmoothing(),
        getFocalGamma(),
        usual.huberDelta(),
        usual.tweediePower(),
        usual.quantileProbabilities());
  }
}
