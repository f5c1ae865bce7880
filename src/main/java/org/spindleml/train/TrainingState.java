package org.spindleml.train;

import org.spindleml.optim.OptimizerState;

/** Everything a run carries from one step to the next: plain data that a checkpoint can hold. */
public final class TrainingState {
  /** The weights now. */
  final float[] weights;

  /** The weights one step ago: the last ones whose loss is known to be finite. */
  final float[] lastGood;

  /** The optimiser's memory. */
  final OptimizerState optimizer;

  /** Steps done. */
  long step;

  /** Σ weight × loss of the epoch so far. */
  double epochLossSum;

  /** Σ weight of the epoch so far. */
  double epochWeightSum;

  /** Epochs in a row whose mean loss has hardly moved. */
  int flatEpochs;

  /** The epochs done and the best weights. */
  final RunHistory history = new RunHistory();

  /** The lowest mean loss of an epoch, as {@link Plateau} counts it. */
  double bestLoss = Double.POSITIVE_INFINITY;

  /** Epochs since then, or since the learning rate fell. */
  int epochsSinceBest;

  /** What {@link Plateau} has left of the schedule's learning rate. */
  double rateShare = 1;

  /**
   * The state before the first step.
   *
   * @param initialWeights where to begin; copied
   * @param optimizer the optimiser's memory before its first step
   */
  TrainingState(float[] initialWeights, OptimizerState optimizer) {
    this.weights = initialWeights.clone();
    this.lastGood = initialWeights.clone();
    this.optimizer = optimizer;
  }
}
