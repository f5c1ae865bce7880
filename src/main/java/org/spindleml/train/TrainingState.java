package org.spindleml.train;

import java.util.HashMap;
import java.util.Map;
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
  final RunHistory history;

  /** Learning rate of the last step. */
  double learningRate = Double.NaN;

  /** Length of the last step's mean gradient, penalty included, before any clipping. */
  double gradientNorm = Double.NaN;

  /** The lowest mean loss of an epoch, as {@link Plateau} counts it. */
  double bestLoss = Double.POSITIVE_INFINITY;

  /** Epochs since then, or since the learning rate fell. */
  int epochsSinceBest;

  /** What {@link Plateau} has left of the schedule's learning rate. */
  double rateShare = 1;

  /** Whether a step or the end of an epoch is half done, and the rest is no state to go on from. */
  boolean moving;

  /**
   * The state before the first step.
   *
   * @param initialWeights where to begin; copied
   * @param optimizer the optimiser's memory before its first step
   */
  TrainingState(float[] initialWeights, OptimizerState optimizer) {
    this(initialWeights.clone(), initialWeights.clone(), optimizer, new RunHistory());
  }

  private TrainingState(
      float[] weights, float[] lastGood, OptimizerState optimizer, RunHistory history) {
    this.weights = weights;
    this.lastGood = lastGood;
    this.optimizer = optimizer;
    this.history = history;
  }

  /** Whether the last step ended an epoch that is not closed yet. */
  boolean epochEnds(int stepsPerEpoch) {
    return epochWeightSum > 0 && step % stepsPerEpoch == 0;
  }

  /** A copy of all of it. */
  Snapshot snapshot(StopReason ended) {
    Map<String, float[]> arrays = new HashMap<>();
    arrays.put("weights", weights.clone());
    arrays.put("lastGood", lastGood.clone());
    for (int i = 0; i < optimizer.memory().length; i++) {
      arrays.put("optimizer." + i, optimizer.memory()[i].clone());
    }
    Map<String, Double> numbers = new HashMap<>();
    numbers.put("optimizerSteps", (double) optimizer.steps());
    numbers.put("epochLossSum", epochLossSum);
    numbers.put("epochWeightSum", epochWeightSum);
    numbers.put("flatEpochs", (double) flatEpochs);
    numbers.put("learningRate", learningRate);
    numbers.put("gradientNorm", gradientNorm);
    numbers.put("bestLoss", bestLoss);
    numbers.put("epochsSinceBest", (double) epochsSinceBest);
    numbers.put("rateShare", rateShare);
    history.copyTo(arrays, numbers);
    return new Snapshot(step, ended, arrays, numbers, history.epochs);
  }

  /**
   * The state that a snapshot was taken of.
   *
   * @param snapshot the snapshot; copied
   * @param size how many weights there are
   * @param start the optimiser's memory before its first step, for its shape
   * @throws IllegalArgumentException if the snapshot is of another network or optimiser
   */
  static TrainingState of(Snapshot snapshot, int size, OptimizerState start) {
    float[][] memory = new float[start.memory().length][];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = snapshot.array("optimizer." + i, start.memory()[i].length);
    }
    TrainingState state =
        new TrainingState(
            snapshot.array("weights", size),
            snapshot.array("lastGood", size),
            new OptimizerState((long) snapshot.number("optimizerSteps"), memory),
            RunHistory.of(snapshot, size));
    state.step = snapshot.step();
    state.epochLossSum = snapshot.number("epochLossSum");
    state.epochWeightSum = snapshot.number("epochWeightSum");
    state.flatEpochs = (int) snapshot.number("flatEpochs");
    state.learningRate = snapshot.number("learningRate");
    state.gradientNorm = snapshot.number("gradientNorm");
    state.bestLoss = snapshot.number("bestLoss");
    state.epochsSinceBest = (int) snapshot.number("epochsSinceBest");
    state.rateShare = snapshot.number("rateShare");
    return state;
  }
}
