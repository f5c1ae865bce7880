package org.spindleml.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The Params that say what is read of a table and how its numbers reach the network. */
public interface ColumnParams extends OwnedParams {
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
   * Param: the column of what is added to a row's first logit.
   *
   * @return the Param
   */
  default Param<String> offsetCol() {
    return ownParams().offsetCol;
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
   * Param: whether columns are scaled to mean 0 and deviation 1 for training.
   *
   * @return the Param
   */
  default BooleanParam standardize() {
    return ownParams().standardize;
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
   * Says the column of what is added to a row's first logit.
   *
   * @return a column name
   * @throws java.util.NoSuchElementException if it is not set
   */
  default String getOffsetCol() {
    return getOrDefault(offsetCol());
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
   * Says whether columns are scaled to mean 0 and deviation 1 for training.
   *
   * @return true or false
   */
  default boolean getStandardize() {
    return (Boolean) getOrDefault(standardize());
  }
}
