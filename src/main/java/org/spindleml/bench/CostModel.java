package org.spindleml.bench;

import org.spindleml.train.TrainingPlan;

/**
 * How long an epoch takes, worked out from constants of the machines, see docs/performance.md. A
 * step on a cluster is a job: its scheduling, the weights to the executors, the gradients of its
 * slowest task, the gradients back and the driver's own work, one after the other. In one process
 * it is the gradients and the driver's work.
 *
 * @param job seconds of a job that broadcasts and brings back next to nothing
 * @param task seconds that each further task adds to it
 * @param operations floating-point operations a second of a core, while it trains
 * @param bytes bytes a second that a machine packs and sends, or receives and unpacks
 * @param weights weights a second of which the driver makes a step
 */
record CostModel(double job, double task, double operations, double bytes, double weights) {
  /** Spark cuts a broadcast in pieces of this size; an executor passes on the pieces it has. */
  private static final double PIECE = 4 << 20;

  /** Beyond one gradient and so many bytes the executors add, see spark.spindle.gatherAtMost. */
  private static final double GATHER_AT_MOST = 64 << 20;

  private static final int MOST_SLICES = 200;

  /**
   * What is trained.
   *
   * @param rows of the table
   * @param batch rows of a step
   * @param operations of a row, see {@link BenchNetwork#operations}
   * @param size weights and biases
   */
  record Run(double rows, double batch, double operations, double size) {
    static Run of(BenchNetwork network, double rows, double batch) {
      return new Run(rows, batch, network.operations(), network.size());
    }

    double steps() {
      return Math.ceil(rows / batch);
    }

    /** L, the parts of a step: a power of two. */
    int leaves() {
      return TrainingPlan.leaves(TrainingPlan.MOST_SHARDS, (long) batch);
    }

    /** Bytes of the weights, or of a gradient. */
    double weightBytes() {
      return Float.BYTES * size;
    }

    int tasks(int slots) {
      return Math.min(slots, leaves());
    }
  }

  /** The same machines, each with a network line of so many bytes a second. */
  CostModel withLine(double line) {
    return new CostModel(job, task, operations, 1 / (1 / bytes + 1 / line), weights);
  }

  /** The same machines, training a network for which they do so many operations a second. */
  CostModel withOperations(double ofNetwork) {
    return new CostModel(job, task, ofNetwork, bytes, weights);
  }

  /** Seconds in which the slowest task computes ⌈L/n⌉ of the L parts of a step. */
  double compute(Run run, int tasks) {
    double leaves = Math.ceil((double) run.leaves() / tasks);
    return leaves * run.batch() / run.leaves() * run.operations() / operations;
  }

  double scheduling(int tasks) {
    return job + task * (tasks - 1);
  }

  /** While weights are one piece, those who have it double; many pieces flow side by side. */
  double broadcast(Run run, int executors) {
    double rounds = Math.log(executors) / Math.log(2);
    return (run.weightBytes() + rounds * Math.min(run.weightBytes(), PIECE)) / bytes;
  }

  /** Whether the driver takes a gradient from each task. */
  boolean driverAdds(Run run, int tasks) {
    return (tasks - 1) * run.weightBytes() <= GATHER_AT_MOST;
  }

  /**
   * The driver takes a gradient from each task; or each executor sends and takes those of its
   * tasks, in slices, and the driver takes one.
   */
  double gather(Run run, int executors, int tasks) {
    if (driverAdds(run, tasks)) {
      return tasks * run.weightBytes() / bytes;
    }
    double ofAnExecutor = Math.ceil((double) tasks / executors);
    return (2 * ofAnExecutor + 1) * run.weightBytes() / bytes
        + scheduling(Math.min(tasks, MOST_SLICES));
  }

  double driver(Run run) {
    return run.size() / weights;
  }

  /** Seconds of a step with {@code execution="cluster"}. */
  double step(Run run, int executors, int coresEach) {
    int tasks = run.tasks(executors * coresEach);
    return scheduling(tasks)
        + broadcast(run, executors)
        + compute(run, tasks)
        + gather(run, executors, tasks)
        + driver(run);
  }

  /** Seconds of an epoch with {@code execution="cluster"}. */
  double epoch(Run run, int executors, int coresEach) {
    return run.steps() * step(run, executors, coresEach);
  }

  /** Seconds of an epoch in one process. */
  double epochInProcess(Run run, int cores) {
    return run.steps() * (compute(run, run.tasks(cores)) + driver(run));
  }
}
