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
   * Param: the steps that virtual workers take between two averages.
   *
   * @return the Param
   */
  default IntParam localSteps() {
    return ownParams().localSteps;
  }

  /**
   * Param: how many virtual workers there are where localSteps is above 1.
   *
   * @return the Param
   */
  default IntParam virtualWorkers() {
    return ownParams().virtualWorkers;
  }

  /**
   * Param: the share of the last average's move that the next one keeps.
   *
   * @return the Param
   */
  default DoubleParam outerMomentum() {
    return ownParams().outerMomentum;
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
   * Param: the directory in which the run is saved.
   *
   * @return the Param
   */
  default Param<String> checkpointDir() {
    return ownParams().checkpointDir;
  }

  /**
   * Param: the iterations from one checkpoint to the next.
   *
   * @return the Param
   */
  default IntParam checkpointInterval() {
    return ownParams().checkpointInterval;
  }

  /**
   * Param: the seconds from one checkpoint to the next.
   *
   * @return the Param
   */
  default DoubleParam checkpointSeconds() {
    return ownParams().checkpointSeconds;
  }

  /**
   * Param: what to do when a checkpoint cannot be written.
   *
   * @return the Param
   */
  default Param<String> checkpointFailure() {
    return ownParams().checkpointFailure;
  }

  /**
   * Param: what to do where a number becomes infinite or NaN.
   *
   * @return the Param
   */
  default Param<String> divergence() {
    return ownParams().divergence;
  }

  /**
   * Param: what to do with checkpoints that are there already.
   *
   * @return the Param
   */
  default Param<String> resume() {
    return ownParams().resume;
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
   * Param: what sums of gradients are kept in.
   *
   * @return the Param
   */
  default Param<String> gradientPrecision() {
    return ownParams().gradientPrecision;
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
   * Says the steps that virtual workers take between two averages.
   *
   * @return at least 1; 1 where every step is averaged
   */
  default int getLocalSteps() {
    return (Integer) getOrDefault(localSteps());
  }

  /**
   * Says how many virtual workers there are where localSteps is above 1.
   *
   * @return a power of two
   */
  default int getVirtualWorkers() {
    return (Integer) getOrDefault(virtualWorkers());
  }

  /**
   * Says the share of the last average's move that the next one keeps.
   *
   * @return at least 0 and below 1
   */
  default double getOuterMomentum() {
    return (Double) getOrDefault(outerMomentum());
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
   * Says the directory in which the run is saved.
   *
   * @return a path; empty for none
   */
  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  /**
   * Says the iterations from one checkpoint to the next.
   *
   * @return at least 1; -1 for any number
   */
  default int getCheckpointInterval() {
    return (Integer) getOrDefault(checkpointInterval());
  }

  /**
   * Says the seconds from one checkpoint to the next.
   *
   * @return at least 0; 0 for any number
   */
  default double getCheckpointSeconds() {
    return (Double) getOrDefault(checkpointSeconds());
  }

  /**
   * Says what to do when a checkpoint cannot be written.
   *
   * @return "warn" or "error"
   */
  default String getCheckpointFailure() {
    return getOrDefault(checkpointFailure());
  }

  /**
   * Says what to do where a number becomes infinite or NaN.
   *
   * @return "return" or "error"
   */
  default String getDivergence() {
    return getOrDefault(divergence());
  }

  /**
   * Says what to do with checkpoints that are there already.
   *
   * @return "auto", "never" or "must"
   */
  default String getResume() {
    return getOrDefault(resume());
  }

  /**
   * Says what the matrix products of training take.
   *
   * @return "float32" or "bf16"
   */
  default String getPrecision() {
    return getOrDefault(precision());
  }

  /**
   * Says what sums of gradients are kept in.
   *
   * @return "float32" or "bf16"
   */
  default String getGradientPrecision() {
    return getOrDefault(gradientPrecision());
  }
}
