package org.spindleml.train;

/**
 * Where the time of an epoch went.
 *
 * @param compute seconds in which gradients and validation sums were computed, of the slowest task
 *     of each step
 * @param spark the rest of the time that gradients took to come: scheduling, broadcast, gathering;
 *     0 where threads of this process compute
 * @param driver all other seconds: sums of the tasks added up, the optimiser, listeners
 */
public record EpochSeconds(double compute, double spark, double driver) {
  /**
   * All seconds of the epoch.
   *
   * @return the sum
   */
  public double total() {
    return compute + spark + driver;
  }
}
