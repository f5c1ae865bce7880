package org.spindleml.train;

/**
 * What a user chooses about the run: which rows a step takes, how long it goes on.
 *
 * @param maxIter epochs for mini-batch solvers, iterations for full-batch ones
 * @param batchSize rows of a step, over all workers; full-batch solvers take all rows
 * @param blockSize rows computed at once
 * @param tol training stops when the mean loss has changed by no more than this, relative to
 *     itself, in each of ten epochs; of solver l-bfgs in one iteration; 0 for never
 * @param seed of initial weights and row order
 * @param localSteps how many steps are taken between averages, and by how many virtual workers
 */
public record RunSettings(
    int maxIter,
    int batchSize,
    int blockSize,
    double tol,
    long seed,
    LocalStepSettings localSteps) {

  /**
   * Choices by which every step is averaged.
   *
   * @param maxIter epochs for mini-batch solvers, iterations for full-batch ones
   * @param batchSize rows of a step, over all workers
   * @param blockSize rows computed at once
   * @param tol relative change of the mean loss below which training stops; 0 for never
   * @param seed of initial weights and row order
   */
  public RunSettings(int maxIter, int batchSize, int blockSize, double tol, long seed) {
    this(maxIter, batchSize, blockSize, tol, seed, LocalStepSettings.NONE);
  }
}
