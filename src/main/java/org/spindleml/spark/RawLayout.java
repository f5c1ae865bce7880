package org.spindleml.spark;

import java.io.Serializable;

/**
 * How a row of a table lies in an array of doubles before it is encoded: features, labels, weight
 * (1 where the table has none) and, where the table has one, offset. The offset is last, so that a
 * table whose offsets are all 0 has the content, and the order, of one without.
 *
 * @param features how many features
 * @param targets how many labels
 * @param offset whether there is an offset; otherwise it is 0
 */
record RawLayout(int features, int targets, boolean offset) implements Serializable {
  /** Where the labels begin. */
  int labelAt() {
    return features;
  }

  /** Where the weight is. */
  int weightAt() {
    return features + targets;
  }

  /** Where the offset is, if there is one. */
  int offsetAt() {
    return weightAt() + 1;
  }

  /** The offset of a row, 0 if there is none. */
  double offset(double[] raw) {
    return offset ? raw[offsetAt()] : 0;
  }

  /** How many numbers a row has. */
  int size() {
    return weightAt() + (offset ? 2 : 1);
  }
}
