package org.spindleml.train;

import org.spindleml.nn.Batch;
import org.spindleml.nn.CounterRandom;

/**
 * The rows of one range of the key space, packed row by row in canonical order.
 *
 * <p>Dense rows have {@link RowLayout#stride} numbers each. Sparse rows are of different lengths:
 * first comes where each of them begins and where the last one ends, then the rows: the cells in
 * which a row differs from the base row, by column, each the column and the input; then labels,
 * offset and weight. Places and columns are ints, their bits held as floats. All are far below the
 * bits of the first NaN (2 139 095 041), so that nothing that copies or serialises a float may
 * change them.
 *
 * @param layout how a row lies in the array
 * @param packed all rows
 */
public record Shard(RowLayout layout, float[] packed) {
  /**
   * How many rows it has.
   *
   * @return the number of rows
   */
  public int rows() {
    return layout.isSparse() ? start(0) - 1 : packed.length / layout.stride();
  }

  /** Where a row begins, and where the one before it ends. */
  private int begin(int row) {
    return layout.isSparse() ? start(row) : row * layout.stride();
  }

  private int start(int row) {
    return Float.floatToRawIntBits(packed[row]);
  }

  /**
   * Appends one of the rows to a batch.
   *
   * @param row its index
   * @param batch the batch
   */
  public void copyRow(int row, Batch batch) {
    int at = begin(row);
    int end = begin(row + 1);
    int labels = end - layout.tail();
    float offset = layout.offset() ? packed[labels + layout.targets()] : 0;
    float weight = layout.weighted() ? packed[end - 1] : 1;
    if (layout.isSparse()) {
      int cells = (labels - at) / 2;
      batch.addSparse(layout.sparse().base(), packed, at, cells, weight, offset);
    } else {
      batch.add(packed, at, weight, offset);
    }
  }

  /**
   * A checksum of the rows, whatever their order: the sum over rows of a hash of their bits. It
   * tells other data from the same, not forged data from genuine.
   *
   * @return 64 bits
   */
  public long checksum() {
    long sum = 0;
    int rows = rows();
    for (int row = 0; row < rows; row++) {
      long hash = 0;
      for (int at = begin(row), j = 0; at < begin(row + 1); at++, j++) {
        hash = CounterRandom.mix(hash + Float.floatToRawIntBits(packed[at]) + j);
      }
      sum += hash;
    }
    return sum;
  }
}
