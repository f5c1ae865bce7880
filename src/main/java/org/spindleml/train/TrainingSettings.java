package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.Parameter;
import org.spindleml.optim.AdaGrad;
import org.spindleml.optim.Adam;
import org.spindleml.optim.AdamW;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.Momentum;
import org.spindleml.optim.Nesterov;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.Penalty;
import org.spindleml.optim.RmsProp;
import org.spindleml.optim.Schedule;
import org.spindleml.optim.Span;

/**
 * What a user chooses about a training run, checked.
 *
 * @param hidden the hidden layers, first to last
 * @param loss the loss of a row
 * @param initializer how initial weights are drawn
 * @param solver the rule that turns gradients into steps
 * @param schedule how the learning rate changes over the run
 * @param stepSize the highest learning rate
 * @param warmupFraction share of all steps over which the learning rate rises from 0; not of
 *     schedule oneCycle
 * @param momentum of solvers momentum and nesterov, at least 0 and below 1
 * @param weightDecay of solver adamw, per unit of learning rate
 * @param regParam of the penalty on weights that is added to the cost, at least 0
 * @param elasticNetParam share of absolute values in the penalty, from 0 to 1; the rest is squares
 * @param gradientClipNorm longest mean gradient; 0 for any length
 * @param gradientClipValue largest slope of the mean gradient on one weight; 0 for any size
 * @param maxIter epochs for mini-batch solvers, iterations for full-batch ones
 * @param batchSize rows of a step, over all workers; full-batch solvers take all rows
 * @param blockSize rows computed at once
 * @param tol training stops when the mean loss has changed by no more than this, relative to
 *     itself, in each of ten epochs; 0 for never
 * @param seed of initial weights and row order
 * @param standardize whether inputs are scaled to mean 0, deviation 1, and a regression's labels as
 *     its loss allows
 */
public record TrainingSettings(
    List<HiddenLayer> hidden,
    Loss loss,
    Initializer initializer,
    Solver solver,
    LearningRateSchedule schedule,
    double stepSize,
    double warmupFraction,
    double momentum,
    double weightDecay,
    double regParam,
    double elasticNetParam,
    double gradientClipNorm,
    double gradientClipValue,
    int maxIter,
    int batchSize,
    int blockSize,
    double tol,
    long seed,
    boolean standardize) {

  /**
   * The rule that turns gradients into steps.
   *
   * @param network the network to train; its weight matrices decay, its biases and slopes do not
   * @return the rule
   */
  public Optimizer optimizer(Network network) {
    return switch (solver) {
      case GD, SGD -> new GradientDescent();
      case MOMENTUM -> new Momentum(momentum);
      case NESTEROV -> new Nesterov(momentum);
      case ADAGRAD -> AdaGrad.defaults();
      case RMSPROP -> RmsProp.defaults();
      case ADAM -> Adam.defaults();
      case ADAMW -> {
        Adam adam = Adam.defaults();
        yield new AdamW(adam.beta1(), adam.beta2(), adam.epsilon(), weightDecay, matrices(network));
      }
    };
  }

  private static List<Span> matrices(Network network) {
    return network.parameters().stream()
        .filter(Parameter::isWeight)
        .map(weight -> new Span(weight.at(), weight.at() + weight.length()))
        .toList();
  }

  /**
   * What is added to the cost.
   *
   * @param network the network to train; its weight matrices count, its biases and slopes do not
   * @return the penalty
   */
  public Penalty penalty(Network network) {
    return new Penalty(regParam, elasticNetParam, matrices(network));
  }

  /**
   * The bound on the mean gradient.
   *
   * @return the bound
   */
  public GradientClip clip() {
    return new GradientClip(gradientClipNorm, gradientClipValue);
  }

  /**
   * The learning rate of each step.
   *
   * @param steps steps of the whole run
   * @return the schedule, warm-up included
   */
  public Schedule schedule(long steps) {
    long warmup =
        schedule == LearningRateSchedule.ONE_CYCLE ? 0 : Math.round(warmupFraction * steps);
    Schedule then = afterWarmup(Math.max(1, steps - warmup));
    return warmup == 0 ? then : new Schedule.Warmup(warmup, then);
  }

  /**
   * What lowers the learning rate of the schedule where the loss has stopped falling.
   *
   * @return the rule; one that does nothing unless the schedule is plateau
   */
  public Plateau plateau() {
    return schedule == LearningRateSchedule.PLATEAU ? Plateau.usual() : Plateau.NONE;
  }

  /** The shapes that {@link LearningRateSchedule} promises, over so many steps. */
  private Schedule afterWarmup(long steps) {
    return switch (schedule) {
      case CONSTANT, PLATEAU -> new Schedule.Constant(stepSize);
      case STEP -> new Schedule.Step(stepSize, 0.1, (steps + 2) / 3);
      case EXPONENTIAL -> new Schedule.Exponential(stepSize, 0.01, steps);
      case INVERSE -> new Schedule.Inverse(stepSize, 0.1, steps);
      case POLYNOMIAL -> new Schedule.Polynomial(stepSize, 1, steps);
      case COSINE -> new Schedule.Cosine(stepSize, steps);
      case ONE_CYCLE -> new Schedule.OneCycle(stepSize, 3 * steps / 10, steps);
      case FLAT_COSINE -> {
        long flat = 3 * steps / 4;
        yield new Schedule.FlatCosine(flat, new Schedule.Cosine(stepSize, steps - flat));
      }
    };
  }
}
