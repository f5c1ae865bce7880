package org.spindleml.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** The Params that say which rows a step takes, how long a run goes on, and where. */
public interface RunParams extends OwnedParams {
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
   * Param: where steps are computed.
   *
   * @return the Param
   */
  default Param<String> execution() {
    return ownParams().execution;
  }

  /**
   * Param: what the matrix products of training take.
   *
   * @return the Param
   */
  default Param<String> precision() {
    return ownParams().precision;
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
   * Says where steps are computed.
   *
   * @return "auto", "cluster" or "local"
   */
  default String getExecution() {
    return getOrDefault(execution());
  }

  /**
   * Says what the matrix products of training take.
   *
   * @return "float32" or "bf16"
   */
  default String getPrecision() {
    return getOrDefault(precision());
  }
}
