package org.spindleml.train;

/**
 * Where the time of an epoch, or of several, went.
 *
 * @param compute seconds in which gradients and validation sums were computed, of the slowest task
 *     of each step
 * @param spark the rest of the time that gradients took to come: scheduling, broadcast, gathering;
 *     0 where threads of this process compute
 * @param driver all other seconds: sums of the tasks added up, the optimiser, listeners
 */
public record EpochSeconds(double compute, double spark, double driver) {
  /**
   * These seconds and others.
   *
   * @param other of another epoch
   * @return the sums
   */
  public EpochSeconds plus(EpochSeconds other) {
    return new EpochSeconds(compute + other.compute, spark + other.spark, driver + other.driver);
  }

  /**
   * The share of all seconds that was arithmetic of the slowest tasks.
   *
   * @return from 0 to 1; NaN where no time has passed
   */
  public double computeShare() {
    return compute / total();
  }

  /**
   * The share of all seconds that went to scheduling, broadcast and gathering.
   *
   * @return from 0 to 1; NaN where no time has passed
   */
  public double sparkShare() {
    return spark / total();
  }

  /**
   * The share of all seconds that the driver took for itself.
   *
   * @return from 0 to 1; NaN where no time has passed
   */
  public double driverShare() {
    return driver / total();
  }

  /**
   * All seconds of the epoch.
   *
   * @return the sum
   */
  public double total() {
    return compute + spark + driver;
  }
}
