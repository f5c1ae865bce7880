package org.spindleml.train;

import java.util.Arrays;

/** Packs sparse rows as {@link Shard} says, cell by cell and row by row. */
public final class SparseShardBuilder {
  private final RowLayout layout;
  private float[] packed;
  private int row;
  private int end;

  /**
   * Begins a shard.
   *
   * @param layout of sparse rows
   * @param rows how many rows it will have
   */
  public SparseShardBuilder(RowLayout layout, int rows) {
    this.layout = layout;
    end = rows + 1;
    packed = new float[Math.toIntExact(Math.max(end, layout.numbers(rows)))];
    putInt(0, end);
  }

  /**
   * Appends a cell to the row that is packed now, unless it is the base row's.
   *
   * @param column its column, higher than that of the cell before
   * @param input the input
   */
  public void add(int column, float input) {
    if (input != layout.sparse().base()[column]) {
      grow(2);
      putInt(end, column);
      packed[end + 1] = input;
      end += 2;
    }
  }

  /**
   * Ends a row, and begins the next.
   *
   * @param tail the row's labels, its offset and its weight, as the layout says
   */
  public void endRow(float[] tail) {
    grow(tail.length);
    System.arraycopy(tail, 0, packed, end, tail.length);
    end += tail.length;
    putInt(++row, end);
  }

  private void putInt(int at, int value) {
    packed[at] = Float.intBitsToFloat(value);
  }

  private void grow(int more) {
    if (end + more > packed.length) {
      packed = Arrays.copyOf(packed, Math.addExact(end + more, packed.length / 4));
    }
  }

  /**
   * Ends the shard.
   *
   * @return all rows
   */
  public float[] packed() {
    return Arrays.copyOf(packed, end);
  }
}
