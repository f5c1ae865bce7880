package org.spindleml.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/** The Params that say which rows judge a run, by what, and when it has seen enough. */
public interface ValidationParams extends OwnedParams {
  /**
   * Param: the column that marks validation rows.
   *
   * @return the Param
   */
  default Param<String> validationIndicatorCol() {
    return ownParams().validationIndicatorCol;
  }

  /**
   * Param: the share of rows that become validation rows by their content.
   *
   * @return the Param
   */
  default DoubleParam validationFraction() {
    return ownParams().validationFraction;
  }

  /**
   * Param: what judges the validation rows.
   *
   * @return the Param
   */
  default Param<String> validationMetric() {
    return ownParams().validationMetric;
  }

  /**
   * Param: the epochs in a row that may pass without improvement.
   *
   * @return the Param
   */
  default IntParam patience() {
    return ownParams().patience;
  }

  /**
   * Param: what an epoch must be better by to count as an improvement.
   *
   * @return the Param
   */
  default DoubleParam minImprovement() {
    return ownParams().minImprovement;
  }

  /**
   * Says the column that marks validation rows.
   *
   * @return a column name
   * @throws java.util.NoSuchElementException if it is not set
   */
  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  /**
   * Says the share of rows that become validation rows by their content.
   *
   * @return at least 0 and below 1
   */
  default double getValidationFraction() {
    return (Double) getOrDefault(validationFraction());
  }

  /**
   * Says what judges the validation rows.
   *
   * @return the name of a metric
   */
  default String getValidationMetric() {
    return getOrDefault(validationMetric());
  }

  /**
   * Says the epochs in a row that may pass without improvement.
   *
   * @return at least 0; 0 for any number
   */
  default int getPatience() {
    return (Integer) getOrDefault(patience());
  }

  /**
   * Says what an epoch must be better by to count as an improvement.
   *
   * @return at least 0, in the metric's own units
   */
  default double getMinImprovement() {
    return (Double) getOrDefault(minImprovement());
  }
}
