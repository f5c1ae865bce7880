package org.spindleml.train;

import java.util.concurrent.CancellationException;
import org.spindleml.nn.MeanGradient;
import org.spindleml.optim.Lbfgs;
import org.spindleml.optim.LbfgsState;
import org.spindleml.optim.Objective;
import org.spindleml.optim.Penalty;

/**
 * The loop of solver l-bfgs, where {@link Trainer} has that of all others: the rule asks for
 * gradients itself, at several points an iteration if need be.
 *
 * <p>Every gradient is that of step 0: it covers all rows, and the order in which leaves walk them,
 * hence the rounding, stays the same from point to point.
 *
 * @param source where gradients come from; every step must cover all rows
 * @param penalty what is added to the cost
 * @param statistics the running statistics of batch norm
 * @param rows how many rows there are
 * @param maxIter iterations at most
 * @param tol an iteration that lowers the cost by no more than this, relative to the cost, is the
 *     last; 0 for never
 * @param listener is told of every iteration
 */
public record LbfgsTrainer(
    GradientSource source,
    Penalty penalty,
    RunningStatistics statistics,
    long rows,
    int maxIter,
    double tol,
    TrainingListener listener) {

  /**
   * Trains.
   *
   * @param initialWeights where to begin; not changed
   * @return the best weights found and how the run went
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public TrainingResult train(float[] initialWeights) {
    LossHistory history = new LossHistory();
    TrainingResult result =
        maxIter == 0
            ? new TrainingResult(initialWeights.clone(), history.toArray(), 0, StopReason.MAX_ITER)
            : run(initialWeights, history);
    if (result.stopReason() != StopReason.DIVERGED) {
      measureStatistics(result.weights());
    }
    listener.finished(result);
    return result;
  }

  private TrainingResult run(float[] initialWeights, LossHistory history) {
    Lbfgs rule = Lbfgs.of(Lbfgs.USUAL_MEMORY, penalty);
    Penalty smooth = penalty.smooth();
    Objective objective = weights -> at(weights, smooth);
    LbfgsState state = rule.start(objective, initialWeights);
    if (!state.isFinite()) {
      return result(state, history, StopReason.DIVERGED);
    }
    while (state.iterations() < maxIter) {
      double before = state.cost();
      switch (rule.iterate(objective, state)) {
        case STATIONARY -> {
          return result(state, history, StopReason.STATIONARY);
        }
        case NO_LOWER_COST -> {
          return result(state, history, StopReason.LINE_SEARCH);
        }
        case STEP -> {
          history.add(state.cost(), 0);
          tellListener(state);
        }
      }
      if (!listener.goesOn()) {
        return result(state, history, StopReason.STOPPED);
      }
      if (tol > 0 && before - state.cost() <= tol * Math.abs(state.cost())) {
        return result(state, history, StopReason.CONVERGED);
      }
    }
    return result(state, history, StopReason.MAX_ITER);
  }

  /** The cost does not depend on running statistics: those of the best weights are enough. */
  private void measureStatistics(float[] weights) {
    if (maxIter > 0 && !statistics.isEmpty()) {
      statistics.move(weights, source.at(weights, 0).mean().gradient(), 0);
    }
  }

  /** The smooth part of the cost: mean loss and squares of the penalty. */
  private Objective.Value at(float[] weights, Penalty smooth) {
    Interruption.check("between two gradients");
    MeanGradient mean = source.at(weights, 0).mean();
    statistics.clear(mean.gradient());
    smooth.addSlopes(weights, mean.gradient());
    return new Objective.Value(mean.loss() + smooth.value(weights), mean.gradient());
  }

  private void tellListener(LbfgsState state) {
    listener.step(
        new Progress(
            state.iterations(),
            maxIter,
            1,
            rows,
            state.cost(),
            state.cost(),
            state.stepLength(),
            state.evaluations()));
  }

  private static TrainingResult result(LbfgsState state, LossHistory history, StopReason reason) {
    return new TrainingResult(
        state.weights().clone(),
        history.toArray(),
        state.iterations(),
        state.evaluations(),
        reason);
  }
}
