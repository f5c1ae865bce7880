package org.spindleml.train;

import java.util.concurrent.CancellationException;
import org.spindleml.linalg.VectorMath;
import org.spindleml.nn.GradientSum;
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
    return train(initialWeights, Checkpoints.NONE);
  }

  /**
   * Trains, from a checkpoint on where there is one.
   *
   * @param initialWeights where to begin else; not changed
   * @param checkpoints where the run is saved, also when it is cancelled
   * @return the best weights found and how the run went, of the iterations before a checkpoint too
   * @throws InputException if the validation metric has no answer on the validation rows, or more
   *     iterations have been done than there are to be
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public TrainingResult train(float[] initialWeights, Checkpoints checkpoints) {
    TimedSource timed = new TimedSource(source);
    LbfgsRun run =
        new LbfgsRun(
            Lbfgs.of(Lbfgs.USUAL_MEMORY, penalty),
            checkpoints
                .resumed()
                .map(snapshot -> RunHistory.of(snapshot, initialWeights.length))
                .orElseGet(RunHistory::new));
    TrainingResult result;
    try {
      result = run(run, initialWeights, timed, checkpoints);
      checkpoints.end(run.state == null ? StopReason.DIVERGED : result.stopReason(), run::snapshot);
    } catch (Throwable e) {
      checkpoints.cancel(run.state == null || run.moving ? null : run::snapshot);
      throw e;
    }
    // Weights that were judged best are kept as they were judged: with the statistics they had.
    boolean judged = run.history.bestWeights != null;
    if (maxIter > 0 && !judged && result.stopReason() != StopReason.DIVERGED) {
      measureStatistics(timed, result.weights());
    }
    TimeAdvice.of(result, true, LocalSteps.NONE).ifPresent(listener::note);
    listener.finished(result);
    return result;
  }

  private TrainingResult run(
      LbfgsRun run, float[] initialWeights, TimedSource timed, Checkpoints checkpoints) {
    EpochEnd epochEnd = new EpochEnd(timed, validation, listener, run.history);
    Penalty smooth = penalty.smooth();
    Objective objective = weights -> at(run, timed, weights, smooth);
    StopReason reason;
    if (checkpoints.resumed().isPresent()) {
      epochEnd.resume();
      run.restore(checkpoints.resumed().get(), initialWeights.length);
      reason = resume(run, checkpoints.resumed().get(), timed, epochEnd);
    } else {
      epochEnd.begin(initialWeights);
      if (maxIter == 0) {
        return epochEnd.result(initialWeights, 0, 0, StopReason.MAX_ITER);
      }
      run.state = run.rule.start(objective, initialWeights);
      reason = run.state.isFinite() ? null : diverged(run);
    }
    if (reason == null) {
      reason = iterate(run, objective, timed, epochEnd, checkpoints);
    }
    LbfgsState state = run.state;
    return epochEnd.result(state.weights(), state.iterations(), state.evaluations(), reason);
  }

  /** Why a run that goes on is over at once; null if it is not. */
  private StopReason resume(LbfgsRun run, Snapshot snapshot, TimedSource timed, EpochEnd epochEnd) {
    run.moving = true; // Nothing is to be saved before it is clear that the run goes on.
    if (snapshot.step() > maxIter) {
      throw new InputException(
          "maxIter is "
              + maxIter
              + " but the checkpoint is behind iteration "
              + snapshot.step()
              + "; raise maxIter or take an earlier one");
    }
    if (snapshot.ended() != null && snapshot.ended().isFinal()) {
      return snapshot.ended();
    }
    run.moving = false;
    return run.epochEnds() ? close(run, timed, epochEnd) : null;
  }

  private StopReason diverged(LbfgsRun run) {
    listener.diverged(
        "training diverged before iteration 1: at the initial weights "
            + run.describeOdd()
            + "; the weights are kept. Set standardize where inputs or labels are"
            + " large, or begin with smaller weights");
    return StopReason.DIVERGED;
  }

  private StopReason iterate(
      LbfgsRun run,
      Objective objective,
      TimedSource timed,
      EpochEnd epochEnd,
      Checkpoints checkpoints) {
    LbfgsState state = run.state;
    while (state.iterations() < maxIter) {
      double before = state.cost();
      run.begin();
      switch (run.rule.iterate(objective, state)) {
        case STATIONARY -> {
          return StopReason.STATIONARY;
        }
        case NO_LOWER_COST -> {
          if (run.oddPoints() > 0) {
            listener.note(
                "iteration "
                    + (state.iterations() + 1)
                    + " found no lower cost: at points that it tried, "
                    + run.describeOdd()
                    + ". Set standardize where inputs or labels are large");
          }
          return StopReason.LINE_SEARCH;
        }
        case STEP -> {
          run.costBefore = before;
          tellListener(state);
          StopReason reason = close(run, timed, epochEnd);
          if (reason != null) {
            return reason;
          }
        }
      }
      checkpoints.step(state.iterations(), run::snapshot);
    }
    return StopReason.MAX_ITER;
  }

  /** Closes an iteration; why the run is over, or null if it goes on. */
  private StopReason close(LbfgsRun run, TimedSource timed, EpochEnd epochEnd) {
    LbfgsState state = run.state;
    float[] weights = state.weights();
    if (!validation.isNone() && !statistics.isEmpty()) {
      weights = weights.clone();
      measureStatistics(timed, weights);
    }
    float[] slopes = state.gradient();
    double gradientNorm = Math.sqrt(VectorMath.sumOfSquares(slopes, 0, slopes.length));
    EvaluationSums judged = epochEnd.judge(weights);
    run.moving = true;
    epochEnd.record(weights, judged, state.cost(), state.stepLength(), gradientNorm);
    run.moving = false;
    if (epochEnd.tell()) {
      return StopReason.PATIENCE;
    }
    if (!listener.goesOn()) {
      return StopReason.STOPPED;
    }
    double fall = run.costBefore - state.cost();
    return tol > 0 && fall <= tol * Math.abs(state.cost()) ? StopReason.CONVERGED : null;
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
  private Objective.Value at(LbfgsRun run, TimedSource timed, float[] weights, Penalty smooth) {
    Interruption.check("between two gradients");
    GradientSum sum = timed.at(weights, 0);
    MeanGradient mean = sum.mean();
    run.note(sum, mean);
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
