package org.spindleml.train;

import java.io.Serializable;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.OptimizerState;
import org.spindleml.optim.Penalty;

/**
 * What virtual workers do between two averages: how many steps they take, and what each of these
 * does to a worker's own weights. It is what {@link Trainer} does where every step is averaged.
 *
 * @param steps steps between two averages, at least 1; fewer at the end of an epoch
 * @param penalty what is added to the cost
 * @param clip a bound on a worker's mean gradient
 * @param optimizer what a gradient does to the weights; its memory begins anew every round
 * @param maxNorm a bound on each unit's incoming weights
 * @param statistics the running statistics of batch norm
 */
public record LocalSteps(
    int steps,
    Penalty penalty,
    GradientClip clip,
    Optimizer optimizer,
    MaxNorm maxNorm,
    RunningStatistics statistics)
    implements Serializable {
  /** Every step is averaged. */
  public static final LocalSteps NONE =
      new LocalSteps(
          1,
          Penalty.NONE,
          GradientClip.NONE,
          new GradientDescent(),
          MaxNorm.NONE,
          RunningStatistics.NONE);

  /**
   * Whether every step is averaged.
   *
   * @return true for one step between averages
   */
  public boolean isNone() {
    return steps == 1;
  }

  /**
   * Moves a worker's weights along its mean gradient. Numbers that are not finite go on as they
   * are: the round's mean shows them.
   *
   * @param weights the worker's weights
   * @param gradient its mean gradient, the step's mean statistics at its end; changed
   * @param step the step, counted from 0 over the whole run
   * @param learningRate of the step
   * @param memory the optimiser's
   */
  void step(
      float[] weights, float[] gradient, long step, double learningRate, OptimizerState memory) {
    statistics.move(weights, gradient, step);
    penalty.addSlopes(weights, gradient);
    clip.clip(gradient);
    optimizer.step(weights, gradient, learningRate, memory);
    maxNorm.shorten(weights);
  }
}
