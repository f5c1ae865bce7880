package org.spindleml.train;

import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.optim.Lbfgs;
import org.spindleml.optim.Optimizer;

/**
 * What a user chooses about a training run, checked.
 *
 * @param network the network
 * @param loss the loss of a row
 * @param rate the learning rate
 * @param update how a mean gradient changes the weights
 * @param run which rows a step takes, how long it goes on
 * @param validation what validation rows judge, if the table has some
 * @param standardize whether inputs are scaled to mean 0, deviation 1, and a regression's labels as
 *     its loss allows
 */
public record TrainingSettings(
    NetworkSettings network,
    Loss loss,
    RateSettings rate,
    UpdateSettings update,
    RunSettings run,
    Validation validation,
    boolean standardize) {

  /**
   * What the driver carries from one step to the next, a checkpoint holds all of it.
   *
   * @param ofNetwork the network
   * @return arrays as long as the weights, without those of the best epoch: the weights, those
   *     before, and what the solver remembers
   */
  public int stateArrays(Network ofNetwork) {
    if (update.solver() == Solver.L_BFGS) {
      return 2 + 2 * Lbfgs.USUAL_MEMORY;
    }
    LocalStepSettings local = run.localSteps();
    Optimizer optimizer = local.isNone() ? update.optimizer(ofNetwork) : local.outer();
    return 2 + optimizer.start(0).memory().length;
  }

  /**
   * The same settings with other weights to begin with.
   *
   * @param initialWeights where training begins
   * @return the settings
   */
  public TrainingSettings startingWith(InitialWeights initialWeights) {
    return new TrainingSettings(
        new NetworkSettings(network.hidden(), network.options(), initialWeights),
        loss,
        rate,
        update,
        run,
        validation,
        standardize);
  }

  /**
   * The same settings for a run that tries a range of learning rates instead of its own: same rows,
   * network and solver, every step averaged. It goes on until its {@link RateFinder} ends it.
   *
   * @param range the rates
   * @return the settings
   */
  public TrainingSettings trying(RateRange range) {
    // An epoch has at least one step.
    RunSettings untiring =
        new RunSettings(range.steps(), run.batchSize(), run.blockSize(), 0, run.seed());
    return new TrainingSettings(
        network, loss, range, update, untiring, Validation.NONE, standardize);
  }
}
