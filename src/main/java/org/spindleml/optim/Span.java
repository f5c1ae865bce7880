package org.spindleml.optim;

import java.io.Serializable;

/**
 * A part of the weights array.
 *
 * @param from the first index
 * @param to the index behind the last
 */
public record Span(int from, int to) implements Serializable {
  /**
   * Checks the order.
   *
   * @param from the first index
   * @param to the index behind the last
   * @throws IllegalArgumentException unless 0 ≤ from ≤ to
   */
  public Span {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no such span: from " + from + " to " + to);
    }
  }
}
