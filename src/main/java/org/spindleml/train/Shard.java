package org.spindleml.train;

import org.spindleml.nn.Batch;
import org.spindleml.nn.CounterRandom;

/**
 * The rows of one range of the key space, packed row by row in canonical order.
 *
 * @param layout how a row lies in the array
 * @param packed all rows, rows × {@link RowLayout#stride}
 */
public record Shard(RowLayout layout, float[] packed) {
  /**
   * How many rows it has.
   *
   * @return the number of rows
   */
  public int rows() {
    return packed.length / layout.stride();
  }

  /**
   * Appends one of the rows to a batch.
   *
   * @param row its index
   * @param batch the batch
   */
  public void copyRow(int row, Batch batch) {
    int at = row * layout.stride();
    int behindLabels = at + layout.inputs() + layout.targets();
    float offset = layout.offset() ? packed[behindLabels] : 0;
    float weight = layout.weighted() ? packed[at + layout.stride() - 1] : 1;
    batch.add(packed, at, weight, offset);
  }

  /**
   * A checksum of the rows, whatever their order: the sum over rows of a hash of their bits. It
   * tells other data from the same, not forged data from genuine.
   *
   * @return 64 bits
   */
  public long checksum() {
    long sum = 0;
    for (int at = 0; at < packed.length; at += layout.stride()) {
      long hash = 0;
      for (int j = 0; j < layout.stride(); j++) {
        hash = CounterRandom.mix(hash + Float.floatToRawIntBits(packed[at + j]) + j);
      }
      sum += hash;
    }
    return sum;
  }
}
