package org.spindleml.train;

import java.util.ArrayList;
import java.util.List;

/** How a run has gone so far, epoch by epoch: plain data that a checkpoint can hold. */
final class RunHistory {
  /** The epochs done. */
  final List<EpochRecord> epochs = new ArrayList<>();

  /** The weights that the validation rows have judged best; null where nothing was judged. */
  float[] bestWeights;

  /** The epoch at whose end these were the weights; 0 for the initial ones. */
  int bestEpoch;

  /** What the validation metric was then; NaN before it had an answer. */
  double bestValue = Double.NaN;

  /** What the validation loss was then, which decides between equal metrics. */
  double bestLoss = Double.NaN;

  /** What the metric was at the last improvement that counted. */
  double improvedValue = Double.NaN;

  /** Epochs since then. */
  int epochsSinceImprovement;
}
