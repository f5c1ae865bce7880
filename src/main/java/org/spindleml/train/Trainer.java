package org.spindleml.train;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.spindleml.linalg.ThreadTeam;
import org.spindleml.linalg.VectorMath;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.MeanGradient;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.OptimizerState;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.Schedule;
import org.spindleml.table.InputException;

/**
 * The whole program: broadcast the weights and let every worker sum the gradient of its rows
 * ({@link GradientSource#at}), average ({@link GradientSum#mean}), update ({@link Optimizer#step});
 * again and again. Solver l-bfgs has a loop of its own, {@link LbfgsTrainer}.
 *
 * @param source where gradients come from
 * @param penalty what is added to the cost
 * @param clip a bound on the mean gradient
 * @param optimizer what a gradient does to the weights
 * @param maxNorm a bound on each unit's incoming weights
 * @param statistics the running statistics of batch norm
 * @param schedule the learning rate of each step
 * @param localSteps what virtual workers do between two averages; {@code penalty} and {@code clip}
 *     are theirs then, and {@code optimizer} moves the weights along the mean of what they did
 * @param plateau lowers the rates of the schedule where the loss has stopped falling
 * @param validation which weights are kept, and whether the run ends early, where validation rows
 *     judge them
 * @param plan which rows make which step
 * @param maxIter epochs at most
 * @param tol relative change of the mean loss up to which an epoch counts as flat; ten end the run
 * @param listener is told of every step and epoch
 */
public record Trainer(
    GradientSource source,
    Penalty penalty,
    GradientClip clip,
    Optimizer optimizer,
    MaxNorm maxNorm,
    RunningStatistics statistics,
    Schedule schedule,
    LocalSteps localSteps,
    Plateau plateau,
    Validation validation,
    TrainingPlan plan,
    int maxIter,
    double tol,
    TrainingListener listener) {
  /** One epoch that changes nothing may be chance, ten in a row are not. */
  private static final int FLAT_EPOCHS = 10;

  /**
   * A trainer that averages every step.
   *
   * @param source where gradients come from
   * @param penalty what is added to the cost
   * @param clip a bound on the mean gradient
   * @param optimizer what a gradient does to the weights
   * @param maxNorm a bound on each unit's incoming weights
   * @param statistics the running statistics of batch norm
   * @param schedule the learning rate of each step
   * @param plateau lowers the rates of the schedule where the loss has stopped falling
   * @param validation which weights are kept
   * @param plan which rows make which step
   * @param maxIter epochs at most
   * @param tol relative change of the mean loss up to which an epoch counts as flat
   * @param listener is told of every step and epoch
   */
  public Trainer(
      GradientSource source,
      Penalty penalty,
      GradientClip clip,
      Optimizer optimizer,
      MaxNorm maxNorm,
      RunningStatistics statistics,
      Schedule schedule,
      Plateau plateau,
      Validation validation,
      TrainingPlan plan,
      int maxIter,
      double tol,
      TrainingListener listener) {
    this(
        source,
        penalty,
        clip,
        optimizer,
        maxNorm,
        statistics,
        schedule,
        LocalSteps.NONE,
        plateau,
        validation,
        plan,
        maxIter,
        tol,
        listener);
  }

  /**
   * Trains.
   *
   * @param initialWeights where to begin; not changed
   * @return the trained weights and how the run went
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
   * @return the trained weights and how the run went, of the steps before a checkpoint too
   * @throws InputException if the validation metric has no answer on the validation rows, or more
   *     steps have been done than there are to be
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public TrainingResult train(float[] initialWeights, Checkpoints checkpoints) {
    OptimizerState start = optimizer.start(initialWeights.length);
    TrainingState state =
        checkpoints
            .resumed()
            .map(snapshot -> TrainingState.of(snapshot, initialWeights.length, start))
            .orElseGet(() -> new TrainingState(initialWeights, start));
    TrainingResult result;
    try {
      result = run(state, checkpoints);
      checkpoints.end(result.stopReason(), state::snapshot);
    } catch (Throwable e) {
      checkpoints.cancel(state.moving ? null : state::snapshot);
      throw e;
    }
    TimeAdvice.of(result, plan.stepsPerEpoch() == 1, localSteps).ifPresent(listener::note);
    listener.finished(result);
    return result;
  }

  private TrainingResult run(TrainingState state, Checkpoints checkpoints) {
    TimedSource timed = new TimedSource(source);
    EpochEnd epochEnd = new EpochEnd(timed, validation, listener, state.history);
    StopReason reason = begin(state, epochEnd, checkpoints);
    if (reason == null) {
      reason = steps(state, timed, epochEnd, checkpoints);
    }
    float[] last = reason == StopReason.DIVERGED ? state.lastGood : state.weights;
    return epochEnd.result(last, state.step, state.step, reason);
  }

  /** Why the run is over before a step; null if it is not. */
  private StopReason begin(TrainingState state, EpochEnd epochEnd, Checkpoints checkpoints) {
    state.moving = true; // Nothing is to be saved before it is clear that the run goes on.
    if (checkpoints.resumed().isEmpty()) {
      epochEnd.begin(state.weights);
      state.moving = false;
      return null;
    }
    epochEnd.resume();
    if (state.step > steps()) {
      throw new InputException(
          "maxIter is "
              + maxIter
              + " but the checkpoint is behind step "
              + state.step
              + ", with "
              + plan.stepsPerEpoch()
              + " steps an epoch; raise maxIter or take an earlier one");
    }
    StopReason ended = checkpoints.resumed().get().ended();
    if (ended != null && ended.isFinal()) {
      return ended;
    }
    state.moving = false;
    return state.epochEnds(plan.stepsPerEpoch()) ? closeEpoch(state, epochEnd) : null;
  }

  private long steps() {
    return (long) maxIter * plan.stepsPerEpoch();
  }

  private StopReason steps(
      TrainingState state, TimedSource timed, EpochEnd epochEnd, Checkpoints checkpoints) {
    LastSteps lastSteps = new LastSteps();
    ThreadTeam team = source.team();
    while (state.step < steps()) {
      Interruption.check("before step " + state.step);
      double[] rates = learningRates(state);
      GradientSum sum = sum(state, rates, timed);
      MeanGradient mean = sum.mean(team);
      if (!mean.isFinite()) {
        listener.diverged(lastSteps.describe(state.step, mean, sum.firstOdd()));
        return StopReason.DIVERGED;
      }
      state.moving = true;
      state.epochLossSum += sum.lossSum();
      state.epochLossSum += sum.weightSum() * penalty.value(state.weights);
      state.epochWeightSum += sum.weightSum();
      boolean finite = take(state, mean.gradient(), rates, team);
      lastSteps.add(mean.loss(), state.gradientNorm);
      if (!finite) {
        listener.diverged(lastSteps.describeWeights(state.step));
        return StopReason.DIVERGED;
      }
      maxNorm.shorten(state.weights);
      state.step += rates.length;
      state.moving = false;
      tellListener(state, mean.loss());
      long epoch = 0;
      if (state.epochEnds(plan.stepsPerEpoch())) {
        StopReason reason = closeEpoch(state, epochEnd);
        if (reason != null) {
          return reason;
        }
        epoch = state.history.epochs.size();
      }
      if (!listener.goesOn()) {
        return StopReason.STOPPED;
      }
      checkpoints.step(epoch, state::snapshot);
    }
    return StopReason.MAX_ITER;
  }

  /** Moves the weights along a mean gradient; false if it leaves no finite weights. */
  private boolean take(TrainingState state, float[] gradient, double[] rates, ThreadTeam team) {
    statistics.copy(state.weights, state.lastGood);
    statistics.move(state.weights, gradient, state.step);
    penalty.addSlopes(state.weights, gradient);
    boolean endsEpoch = (state.step + rates.length) % plan.stepsPerEpoch() == 0;
    boolean measures = endsEpoch || gradient.length <= LastSteps.FEW_WEIGHTS;
    state.gradientNorm = measures ? norm(gradient) : Double.NaN;
    clip.clip(gradient);
    state.learningRate = rates[rates.length - 1];
    // What virtual workers did has their learning rates in it already.
    return update(state, gradient, localSteps.isNone() ? state.learningRate : 1, team);
  }

  /** Of the steps before the next average; the last round of an epoch ends with it. */
  private double[] learningRates(TrainingState state) {
    long left = plan.stepsPerEpoch() - state.step % plan.stepsPerEpoch();
    double[] rates = new double[(int) Math.min(localSteps.steps(), left)];
    Arrays.setAll(rates, i -> schedule.at(state.step + i) * state.rateShare);
    return rates;
  }

  private GradientSum sum(TrainingState state, double[] rates, GradientSource from) {
    return localSteps.isNone()
        ? from.at(state.weights, state.step)
        : from.round(state.weights, new Round(state.step, rates, localSteps));
  }

  /**
   * Takes a step, each thread with a range of the weights; false if it leaves no finite weights.
   */
  private boolean update(
      TrainingState state, float[] gradient, double learningRate, ThreadTeam team) {
    float[] weights = state.weights;
    int trained = statistics.isEmpty() ? weights.length : statistics.from();
    Optimizer.Step step = optimizer.next(learningRate, state.optimizer, gradient.length);
    return team.all(
        weights.length,
        (from, to) -> {
          int end = Math.min(to, trained);
          if (from < end) {
            System.arraycopy(weights, from, state.lastGood, from, end - from);
          }
          step.move(weights, gradient, from, to);
          return VectorMath.allFinite(weights, from, to - from);
        });
  }

  private static double norm(float[] gradient) {
    return Math.sqrt(VectorMath.sumOfSquares(gradient, 0, gradient.length));
  }

  private void tellListener(TrainingState state, double stepLoss) {
    double meanLoss = state.epochLossSum / state.epochWeightSum;
    listener.step(
        new Progress(
            state.step,
            steps(),
            plan.stepsPerEpoch(),
            plan.rows(),
            meanLoss,
            stepLoss,
            state.learningRate));
  }

  /** Closes an epoch; why the run is over, or null if it goes on. */
  private StopReason closeEpoch(TrainingState state, EpochEnd epochEnd) {
    EvaluationSums judged = epochEnd.judge(state.weights);
    state.moving = true;
    double meanLoss = takeSums(state);
    epochEnd.record(state.weights, judged, meanLoss, state.learningRate, state.gradientNorm);
    state.moving = false;
    if (epochEnd.tell()) {
      return StopReason.PATIENCE;
    }
    return state.flatEpochs >= FLAT_EPOCHS ? StopReason.CONVERGED : null;
  }

  /** Takes what an epoch has summed up; its mean loss. */
  private double takeSums(TrainingState state) {
    double meanLoss = state.epochLossSum / state.epochWeightSum;
    List<EpochRecord> epochs = state.history.epochs;
    double before = epochs.isEmpty() ? Double.NaN : epochs.get(epochs.size() - 1).loss();
    boolean flat = tol > 0 && Math.abs(meanLoss - before) <= tol * Math.abs(meanLoss);
    state.flatEpochs = flat ? state.flatEpochs + 1 : 0;
    plateau.endEpoch(meanLoss, state);
    state.epochLossSum = 0;
    state.epochWeightSum = 0;
    return meanLoss;
  }
}
