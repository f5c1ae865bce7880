package org.spindleml.train;

import java.util.concurrent.CancellationException;
import org.spindleml.linalg.VectorMath;
import org.spindleml.nn.MeanGradient;
import org.spindleml.optim.Lbfgs;
import org.spindleml.optim.LbfgsState;
import org.spindleml.optim.Objective;
import org.spindleml.optim.Penalty;
import org.spindleml.table.InputException;

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
 * @param validation which weights are kept, and whether the run ends early, where validation rows
 *     judge them
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
    Validation validation,
    long rows,
    int maxIter,
    double tol,
    TrainingListener listener) {

  /**
   * Trains.
   *
   * @param initialWeights where to begin; not changed
   * @return the best weights found and how the run went
   * @throws InputException if the validation metric has no answer on the validation rows
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public TrainingResult train(float[] initialWeights) {
    TimedSource timed = new TimedSource(source);
    EpochEnd epochEnd = new EpochEnd(timed, validation, listener, new RunHistory());
    epochEnd.begin(initialWeights);
    TrainingResult result =
        maxIter == 0
            ? epochEnd.result(initialWeights, 0, 0, StopReason.MAX_ITER)
            : run(initialWeights, timed, epochEnd);
    // Initial weights that were judged best are kept as they were judged.
    boolean trained = maxIter > 0 && (validation.isNone() || result.bestEpoch() > 0);
    if (trained && result.stopReason() != StopReason.DIVERGED) {
      measureStatistics(timed, result.weights());
    }
    TimeAdvice.of(result, true, LocalSteps.NONE).ifPresent(listener::note);
    listener.finished(result);
    return result;
  }

  private TrainingResult run(float[] initialWeights, TimedSource timed, EpochEnd epochEnd) {
    Lbfgs rule = Lbfgs.of(Lbfgs.USUAL_MEMORY, penalty);
    Penalty smooth = penalty.smooth();
    Objective objective = weights -> at(timed, weights, smooth);
    LbfgsState state = rule.start(objective, initialWeights);
    StopReason reason =
        state.isFinite() ? iterate(rule, objective, state, timed, epochEnd) : StopReason.DIVERGED;
    return epochEnd.result(state.weights(), state.iterations(), state.evaluations(), reason);
  }

  private StopReason iterate(
      Lbfgs rule, Objective objective, LbfgsState state, TimedSource timed, EpochEnd epochEnd) {
    while (state.iterations() < maxIter) {
      double before = state.cost();
      switch (rule.iterate(objective, state)) {
        case STATIONARY -> {
          return StopReason.STATIONARY;
        }
        case NO_LOWER_COST -> {
          return StopReason.LINE_SEARCH;
        }
        case STEP -> {
          tellListener(state);
          if (close(state, timed, epochEnd)) {
            return StopReason.PATIENCE;
          }
        }
      }
      if (!listener.goesOn()) {
        return StopReason.STOPPED;
      }
      if (tol > 0 && before - state.cost() <= tol * Math.abs(state.cost())) {
        return StopReason.CONVERGED;
      }
    }
    return StopReason.MAX_ITER;
  }

  /** Closes an iteration; true if patience is at its end. */
  private boolean close(LbfgsState state, TimedSource timed, EpochEnd epochEnd) {
    float[] weights = state.weights();
    if (!validation.isNone() && !statistics.isEmpty()) {
      weights = weights.clone();
      measureStatistics(timed, weights);
    }
    float[] slopes = state.gradient();
    double gradientNorm = Math.sqrt(VectorMath.sumOfSquares(slopes, 0, slopes.length));
    return epochEnd.close(weights, state.cost(), state.stepLength(), gradientNorm);
  }

  /**
   * The cost does not depend on running statistics: they are measured where weights are judged or
   * kept, for the price of one more gradient.
   */
  private void measureStatistics(TimedSource timed, float[] weights) {
    if (!statistics.isEmpty()) {
      statistics.move(weights, timed.at(weights, 0).mean().gradient(), 0);
    }
  }

  /** The smooth part of the cost: mean loss and squares of the penalty. */
  private Objective.Value at(TimedSource timed, float[] weights, Penalty smooth) {
    Interruption.check("between two gradients");
    MeanGradient mean = timed.at(weights, 0).mean();
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
}
