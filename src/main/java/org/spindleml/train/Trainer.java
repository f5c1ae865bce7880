package org.spindleml.train;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.spindleml.linalg.ThreadTeam;
import org.spindleml.linalg.VectorMath;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.MeanGradient;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Optimizer;
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
    Plateau plateau,
    Validation validation,
    TrainingPlan plan,
    int maxIter,
    double tol,
    TrainingListener listener) {
  /** One epoch that changes nothing may be chance, ten in a row are not. */
  private static final int FLAT_EPOCHS = 10;

  /**
   * Trains.
   *
   * @param initialWeights where to begin; not changed
   * @return the trained weights and how the run went
   * @throws InputException if the validation metric has no answer on the validation rows
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public TrainingResult train(float[] initialWeights) {
    TrainingState state = new TrainingState(initialWeights, optimizer.start(initialWeights.length));
    TrainingResult result = run(state);
    listener.finished(result);
    return result;
  }

  private TrainingResult run(TrainingState state) {
    TimedSource timed = new TimedSource(source);
    EpochEnd epochEnd = new EpochEnd(timed, validation, listener, state.history);
    epochEnd.begin(state.weights);
    StopReason reason = steps(state, timed, epochEnd);
    float[] last = reason == StopReason.DIVERGED ? state.lastGood : state.weights;
    return epochEnd.result(last, state.step, state.step, reason);
  }

  private StopReason steps(TrainingState state, TimedSource timed, EpochEnd epochEnd) {
    long steps = (long) maxIter * plan.stepsPerEpoch();
    ThreadTeam team = source.team();
    while (state.step < steps) {
      Interruption.check("before step " + state.step);
      GradientSum sum = timed.at(state.weights, state.step);
      state.epochLossSum += sum.lossSum();
      state.epochWeightSum += sum.weightSum();
      MeanGradient mean = sum.mean(team);
      if (!mean.isFinite()) {
        return StopReason.DIVERGED;
      }
      state.epochLossSum += sum.weightSum() * penalty.value(state.weights);
      statistics.copy(state.weights, state.lastGood);
      statistics.move(state.weights, mean.gradient(), state.step);
      penalty.addSlopes(state.weights, mean.gradient());
      boolean endsEpoch = (state.step + 1) % plan.stepsPerEpoch() == 0;
      double gradientNorm = endsEpoch ? norm(mean.gradient()) : Double.NaN;
      clip.clip(mean.gradient());
      double learningRate = schedule.at(state.step) * state.rateShare;
      if (!update(state, mean.gradient(), learningRate, team)) {
        return StopReason.DIVERGED;
      }
      maxNorm.shorten(state.weights);
      state.step++;
      tellListener(state, steps, mean.loss(), learningRate);
      if (endsEpoch) {
        double meanLoss = closeEpoch(state);
        if (epochEnd.close(state.weights, meanLoss, learningRate, gradientNorm)) {
          return StopReason.PATIENCE;
        }
        if (state.flatEpochs >= FLAT_EPOCHS) {
          return StopReason.CONVERGED;
        }
      }
      if (!listener.goesOn()) {
        return StopReason.STOPPED;
      }
    }
    return StopReason.MAX_ITER;
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

  private void tellListener(TrainingState state, long steps, double stepLoss, double learningRate) {
    double meanLoss = state.epochLossSum / state.epochWeightSum;
    listener.step(
        new Progress(
            state.step,
            steps,
            plan.stepsPerEpoch(),
            plan.rows(),
            meanLoss,
            stepLoss,
            learningRate));
  }

  /** Takes what an epoch has summed up; its mean loss. */
  private double closeEpoch(TrainingState state) {
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
