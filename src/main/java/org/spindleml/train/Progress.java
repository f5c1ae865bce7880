package org.spindleml.train;

/**
 * How far a run is.
 *
 * @param step steps done
 * @param steps steps in all, unless the run stops early
 * @param stepsPerEpoch steps of an epoch
 * @param rowsPerEpoch rows of an epoch
 * @param meanLoss mean loss of the epoch so far
 * @param stepLoss mean loss of the last step's rows, before the step
 * @param learningRate of the last step
 */
public record Progress(
    long step,
    long steps,
    int stepsPerEpoch,
    long rowsPerEpoch,
    double meanLoss,
    double stepLoss,
    double learningRate) {
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
   * @return a number of rows, over all epochs
   */
  public long rows() {
    return (long) ((double) step / stepsPerEpoch * rowsPerEpoch);
  }
}
