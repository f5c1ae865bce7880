package org.spindleml.train;

import java.util.concurrent.CancellationException;
import org.spindleml.linalg.VectorMath;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.MeanGradient;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.Schedule;

/**
 * The whole program: broadcast the weights and let every worker sum the gradient of its rows
 * ({@link GradientSource#at}), average ({@link GradientSum#mean}), update ({@link Optimizer#step});
 * again and again.
 *
 * @param source where gradients come from
 * @param penalty what is added to the cost
 * @param clip a bound on the mean gradient
 * @param optimizer what a gradient does to the weights
 * @param maxNorm a bound on each unit's incoming weights
 * @param statistics the running statistics of batch norm
 * @param schedule the learning rate of each step
 * @param plateau lowers the rates of the schedule where the loss has stopped falling
 * @param plan which rows make which step
 * @param maxIter epochs at most
 * @param tol relative change of the mean loss up to which an epoch counts as flat; ten end the run
 * @param listener is told of every step
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
    TrainingPlan plan,
    int maxIter,
    double tol,
    TrainingListener listener) {

  /**
   * Trains.
   *
   * @param initialWeights where to begin; not changed
   * @return the trained weights and how the run went
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public TrainingResult train(float[] initialWeights) {
    TrainingState state = new TrainingState(initialWeights, optimizer.start(initialWeights.length));
    TrainingResult result = run(state);
    listener.finished(result);
    return result;
  }

  private TrainingResult run(TrainingState state) {
    long steps = (long) maxIter * plan.stepsPerEpoch();
    while (state.step < steps) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("training was interrupted before step " + state.step);
      }
      GradientSum sum = source.at(state.weights, state.step);
      state.epochLossSum += sum.lossSum();
      state.epochWeightSum += sum.weightSum();
      MeanGradient mean = sum.mean();
      if (!isFinite(mean)) {
        return result(state.lastGood, state, StopReason.DIVERGED);
      }
      state.epochLossSum += sum.weightSum() * penalty.value(state.weights);
      System.arraycopy(state.weights, 0, state.lastGood, 0, state.weights.length);
      statistics.move(state.weights, mean.gradient(), state.step);
      penalty.addSlopes(state.weights, mean.gradient());
      clip.clip(mean.gradient());
      double learningRate = schedule.at(state.step) * state.rateShare;
      optimizer.step(state.weights, mean.gradient(), learningRate, state.optimizer);
      if (!VectorMath.allFinite(state.weights, 0, state.weights.length)) {
        return result(state.lastGood, state, StopReason.DIVERGED);
      }
      maxNorm.shorten(state.weights);
      state.step++;
      tellListener(state, steps, learningRate);
      if (state.step % plan.stepsPerEpoch() == 0 && endsWith(state)) {
        return result(state.weights, state, StopReason.CONVERGED);
      }
    }
    return result(state.weights, state, StopReason.MAX_ITER);
  }

  private static boolean isFinite(MeanGradient mean) {
    float[] gradient = mean.gradient();
    return Double.isFinite(mean.loss()) && VectorMath.allFinite(gradient, 0, gradient.length);
  }

  private void tellListener(TrainingState state, long steps, double learningRate) {
    double meanLoss = state.epochLossSum / state.epochWeightSum;
    listener.step(
        new Progress(state.step, steps, plan.stepsPerEpoch(), plan.rows(), meanLoss, learningRate));
  }

  /** Closes an epoch; true if the loss has stopped moving. */
  private boolean endsWith(TrainingState state) {
    double meanLoss = state.epochLossSum / state.epochWeightSum;
    state.history.add(meanLoss, tol);
    plateau.endEpoch(meanLoss, state);
    state.epochLossSum = 0;
    state.epochWeightSum = 0;
    return state.history.hasConverged();
  }

  private static TrainingResult result(float[] weights, TrainingState state, StopReason reason) {
    return new TrainingResult(weights.clone(), state.history.toArray(), state.step, reason);
  }
}
