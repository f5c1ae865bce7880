package org.spindleml.train;

import java.io.Serializable;

/**
 * How a row lies in a {@link Shard}: its inputs, its labels, and its weight where rows have weights
 * of their own.
 *
 * @param inputs numbers the network sees
 * @param targets labels
 * @param weighted whether a weight follows; otherwise every row weighs 1
 */
public record RowLayout(int inputs, int targets, boolean weighted) implements Serializable {
  /**
   * Numbers a row takes.
   *
   * @return inputs + targets, and one more for a weight
   */
  public int stride() {
    return inputs + targets + (weighted ? 1 : 0);
  }
}
