package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.spindleml.train.RowLayout;

/**
 * How a row travels to its shard, as a record of bytes: its key and its encoded values. Of a sparse
 * table, inputs that are the base row's stay behind: a record has the number of the others, then
 * each with its column, and then all that is no input. Rows of the same content make the same
 * bytes.
 *
 * @param layout how rows are packed
 */
record RecordFormat(RowLayout layout) {
  private static final int CELL_BYTES = Integer.BYTES + Float.BYTES;

  /** An empty buffer for records. */
  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Records that have been written. */
  static ByteBuffer records(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes of the record of a row, which is encoded dense. */
  int bytes(float[] row) {
    if (!layout.isSparse()) {
      return denseBytes();
    }
    float[] base = layout.sparse().base();
    int cells = 0;
    for (int j = 0; j < layout.inputs(); j++) {
      cells += row[j] != base[j] ? 1 : 0;
    }
    return sparseBytes(cells);
  }

  /** Bytes of a record that has been written. */
  int bytes(ByteBuffer records, int at) {
    return layout.isSparse() ? sparseBytes(records.getInt(at + Long.BYTES)) : denseBytes();
  }

  private int denseBytes() {
    return Long.BYTES + Float.BYTES * layout.stride();
  }

  private int sparseBytes(int cells) {
    return Long.BYTES + Integer.BYTES + CELL_BYTES * cells + Float.BYTES * layout.tail();
  }

  /** Appends a row, which is encoded dense. */
  void write(long key, float[] row, ByteBuffer records) {
    records.putLong(key);
    int at = 0;
    if (layout.isSparse()) {
      float[] base = layout.sparse().base();
      int count = records.position();
      records.putInt(0);
      int cells = 0;
      for (; at < layout.inputs(); at++) {
        if (row[at] != base[at]) {
          records.putInt(at).putFloat(row[at]);
          cells++;
        }
      }
      records.putInt(count, cells);
    }
    for (; at < layout.stride(); at++) {
      records.putFloat(row[at]);
    }
  }

  /**
   * Reads a dense record.
   *
   * @param records holds it
   * @param at where it begins
   * @param row out: all values
   * @param to where to write them
   */
  void read(ByteBuffer records, int at, float[] row, int to) {
    for (int j = 0; j < layout.stride(); j++) {
      row[to + j] = records.getFloat(at + Long.BYTES + j * Float.BYTES);
    }
  }

  /**
   * Reads a sparse record.
   *
   * @param records holds it
   * @param at where it begins
   * @param columns out: the columns of inputs that are not the base row's, ascending
   * @param inputs out: these inputs
   * @param tail out: all that is no input
   * @return how many inputs there are
   */
  int read(ByteBuffer records, int at, int[] columns, float[] inputs, float[] tail) {
    int cells = records.getInt(at + Long.BYTES);
    int from = at + Long.BYTES + Integer.BYTES;
    for (int i = 0; i < cells; i++, from += CELL_BYTES) {
      columns[i] = records.getInt(from);
      inputs[i] = records.getFloat(from + Integer.BYTES);
    }
    for (int j = 0; j < tail.length; j++, from += Float.BYTES) {
      tail[j] = records.getFloat(from);
    }
    return cells;
  }
}
