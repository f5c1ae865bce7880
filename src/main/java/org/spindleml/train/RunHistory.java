package org.spindleml.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** Copies all but the epochs into the tables of a snapshot. */
  void copyTo(Map<String, float[]> arrays, Map<String, Double> numbers) {
    if (bestWeights != null) {
      arrays.put("bestWeights", bestWeights.clone());
    }
    numbers.put("bestEpoch", (double) bestEpoch);
    numbers.put("bestValue", bestValue);
    numbers.put("bestValidationLoss", bestLoss);
    numbers.put("improvedValue", improvedValue);
    numbers.put("epochsSinceImprovement", (double) epochsSinceImprovement);
  }

  /**
   * How the run of a snapshot has gone.
   *
   * @param size how many weights there are
   * @throws IllegalArgumentException if the snapshot lacks something
   */
  static RunHistory of(Snapshot snapshot, int size) {
    RunHistory history = new RunHistory();
    history.epochs.addAll(snapshot.epochs());
    if (snapshot.arrays().containsKey("bestWeights")) {
      history.bestWeights = snapshot.array("bestWeights", size);
    }
    history.bestEpoch = (int) snapshot.number("bestEpoch");
    history.bestValue = snapshot.number("bestValue");
    history.bestLoss = snapshot.number("bestValidationLoss");
    history.improvedValue = snapshot.number("improvedValue");
    history.epochsSinceImprovement = (int) snapshot.number("epochsSinceImprovement");
    return history;
  }
}
