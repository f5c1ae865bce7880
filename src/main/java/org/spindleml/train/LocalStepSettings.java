package org.spindleml.train;

import java.util.Locale;
import org.spindleml.nn.Network;
import org.spindleml.optim.Momentum;
import org.spindleml.optim.Optimizer;
import org.spindleml.table.InputException;

/**
 * What a user chooses about steps that are not averaged one by one.
 *
 * @param steps steps that every virtual worker takes between two averages, at least 1; 1 averages
 *     every step, and there are no virtual workers
 * @param virtualWorkers how many there are: a power of two; at most as many as there are shards
 * @param outerMomentum of the mean of what they did, at least 0 and below 1
 */
public record LocalStepSettings(int steps, int virtualWorkers, double outerMomentum) {
  /** Virtual workers where the user does not say. */
  public static final int USUAL_WORKERS = 8;

  /**
   * The outer momentum where the user does not say: of 0, 0.3 … 0.9 the best on two spirals,
   * waveform and Friedman #1 with 4, 16 and 64 local steps.
   */
  public static final double USUAL_MOMENTUM = 0.7;

  /** Every step is averaged. */
  public static final LocalStepSettings NONE =
      new LocalStepSettings(1, USUAL_WORKERS, USUAL_MOMENTUM);

  /**
   * Whether every step is averaged.
   *
   * @return true for one step between averages
   */
  public boolean isNone() {
    return steps == 1;
  }

  /**
   * Checks that the choices fit the others.
   *
   * @param solver the inner rule
   * @param batchSize rows of a step, over all virtual workers
   * @param fewestRows rows that a gradient needs: 2 where batch norm scales over them, else 1
   * @throws InputException naming the Params that contradict each other
   */
  public void requireFits(Solver solver, int batchSize, int fewestRows) {
    if (isNone()) {
      return;
    }
    if (solver.isFullBatch()) {
      throw new InputException(
          "localSteps is "
              + steps
              + " but solver "
              + solver.label()
              + " takes all rows for every step; set localSteps to 1 or take a solver of"
              + " mini-batches");
    }
    if (batchSize < (long) fewestRows * virtualWorkers) {
      throw new InputException(
          "virtualWorkers is "
              + virtualWorkers
              + " but batchSize is "
              + batchSize
              + ": each virtual worker needs "
              + fewestRows
              + (fewestRows == 1 ? " row" : " rows")
              + " of every step; raise batchSize or set virtualWorkers lower");
    }
  }

  /**
   * How many virtual workers there are.
   *
   * @param shards shards of the table
   * @return at most one a shard
   */
  int workers(int shards) {
    return Math.min(virtualWorkers, shards);
  }

  /**
   * What virtual workers do between two averages.
   *
   * @param update how a mean gradient changes a worker's weights
   * @param network the network
   * @param statistics its running statistics
   * @return the rule
   */
  public LocalSteps rule(UpdateSettings update, Network network, RunningStatistics statistics) {
    return new LocalSteps(
        steps,
        update.penalty(network),
        update.clip(),
        update.optimizer(network),
        update.maxNorm(network),
        statistics);
  }

  /**
   * How much a task needs for the steps that it takes by itself.
   *
   * @param update how a mean gradient changes a worker's weights
   * @param network the network
   * @return arrays as long as the weights: a worker's weights, its gradient, its solver's memory; 0
   *     where every step is averaged
   */
  public int arrays(UpdateSettings update, Network network) {
    return isNone() ? 0 : 2 + update.optimizer(network).start(0).memory().length;
  }

  /**
   * What the mean of a round d does to the weights: v ← μ v + d, w ← w − v. These are the slow
   * steps of Wang, Tantia, Ballas, Rabbat, "SlowMo: improving communication-efficient distributed
   * SGD with slow momentum", 2020, algorithm 1, with slow learning rate 1. There v is divided by
   * the learning rate and multiplied by that of the next round; here it stays what weights have
   * moved.
   *
   * @return the rule
   */
  public Optimizer outer() {
    return new Momentum(outerMomentum);
  }

  /**
   * Says how a run is laid out.
   *
   * @param plan which rows make which step
   * @return a line for a log
   */
  public String describe(TrainingPlan plan) {
    return String.format(
        Locale.ROOT,
        "virtual workers %d, averaged every %d steps and at an epoch's end",
        plan.leaves(),
        Math.min(steps, plan.stepsPerEpoch()));
  }
}
