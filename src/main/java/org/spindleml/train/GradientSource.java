package org.spindleml.train;

import org.spindleml.linalg.ThreadTeam;
import org.spindleml.nn.GradientSum;

/** Where gradients come from: a cluster, this process, or a lambda in a test. */
@FunctionalInterface
public interface GradientSource {
  /**
   * Sums the gradient of a step's rows.
   *
   * @param weights where to take the gradient; not changed, not kept
   * @param step the step, counted from 0 over the whole run; it decides which rows count
   * @return the sum, good until the next call
   */
  GradientSum at(float[] weights, long step);

  /**
   * Judges the validation rows.
   *
   * @param weights the weights to judge; not changed, not kept
   * @return the sums of their loss and of one metric
   * @throws IllegalStateException if there are no such rows
   */
  default EvaluationSums evaluate(float[] weights) {
    throw new IllegalStateException("there are no validation rows");
  }

  /**
   * Threads that stand idle between two calls, for what else there is to do in a step.
   *
   * @return a team for the thread that calls {@link #at}
   */
  default ThreadTeam team() {
    return ThreadTeam.ALONE;
  }

  /**
   * How long the arithmetic of the last call took. Nothing but a report depends on it.
   *
   * @param callNanos how long the call took in all, in nanoseconds
   * @return nanoseconds of the slowest task; the whole call where threads of this process compute
   */
  default long computeNanos(long callNanos) {
    return callNanos;
  }
}
