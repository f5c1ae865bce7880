package org.spindleml.train;

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
}
