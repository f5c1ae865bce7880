package org.spindleml.spark;

import org.spindleml.train.Judge;

/**
 * The validation rows of a run and what judges them. Their shards lie behind those of training
 * rows.
 *
 * @param judge how they are judged; null where there are none
 * @param shards how many shards they have: a power of two, or 0
 * @param rows how many there are
 */
record HeldOut(Judge judge, int shards, long rows) {
  /** No rows. */
  static final HeldOut NONE = new HeldOut(null, 0, 0);

  /** Whether there are none. */
  boolean isNone() {
    return shards == 0;
  }
}
