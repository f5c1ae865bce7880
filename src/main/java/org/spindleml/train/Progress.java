package org.spindleml.train;

/**
 * How far a run is.
 *
 * @param step steps done
 * @param steps steps in all, unless the run stops early
 * @param stepsPerEpoch steps of an epoch
 * @param rowsPerEpoch rows of an epoch
 * @param meanLoss mean loss of the epoch so far
 * @param stepLoss mean loss of the last step's rows, before the step; with local steps of the last
 *     round's rows, penalty included, as met while the weights moved
 * @param learningRate of the last step; of solver l-bfgs how far it went along its direction
 * @param evaluations gradients computed so far; more than the steps where a solver tries several
 *     points a step
 */
public record Progress(
    long step,
    long steps,
    int stepsPerEpoch,
    long rowsPerEpoch,
    double meanLoss,
    double stepLoss,
    double learningRate,
    long evaluations) {
  /**
   * Of a run whose every step takes one gradient.
   *
   * @param step steps done
   * @param steps steps in all, unless the run stops early
   * @param stepsPerEpoch steps of an epoch
   * @param rowsPerEpoch rows of an epoch
   * @param meanLoss mean loss of the epoch so far
   * @param stepLoss mean loss of the last step's rows, before the step
   * @param learningRate of the last step
   */
  public Progress(
      long step,
      long steps,
      int stepsPerEpoch,
      long rowsPerEpoch,
      double meanLoss,
      double stepLoss,
      double learningRate) {
    this(step, steps, stepsPerEpoch, rowsPerEpoch, meanLoss, stepLoss, learningRate, step);
  }

  /**
   * The current epoch.
   *
   * @return counted from 1
   */
  public long epoch() {
    return (step + stepsPerEpoch - 1) / stepsPerEpoch;
  }

  /**
   * How many epochs there are.
   *
   * @return the number of epochs, unless the run stops early
   */
  public long epochs() {
    return steps / stepsPerEpoch;
  }

  /**
   * Whether this step ended an epoch.
   *
   * @return true for the last step of an epoch
   */
  public boolean endsEpoch() {
    return step % stepsPerEpoch == 0;
  }

  /**
   * Rows that have gone through the network so far.
   *
   * @return a number of rows, over all epochs and all points that were tried
   */
  public long rows() {
    return (long) ((double) evaluations / stepsPerEpoch * rowsPerEpoch);
  }
}
