package org.spindleml.train;

import java.io.Serializable;

/**
 * How a row lies in a {@link Shard}: its inputs, its labels, then its offset and its weight where
 * rows have some of their own.
 *
 * @param inputs numbers the network sees
 * @param targets labels
 * @param offset whether an offset follows; otherwise every row's is 0
 * @param weighted whether a weight follows; otherwise every row weighs 1
 */
public record RowLayout(int inputs, int targets, boolean offset, boolean weighted)
    implements Serializable {
  /**
   * A layout without offsets.
   *
   * @param inputs numbers the network sees
   * @param targets labels
   * @param weighted whether a weight follows; otherwise every row weighs 1
   */
  public RowLayout(int inputs, int targets, boolean weighted) {
    this(inputs, targets, false, weighted);
  }

  /**
   * Numbers a row takes.
   *
   * @return inputs + targets, one more for an offset and one more for a weight
   */
  public int stride() {
    return inputs + targets + (offset ? 1 : 0) + (weighted ? 1 : 0);
  }
}
