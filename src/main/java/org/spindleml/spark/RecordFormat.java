package org.spindleml.spark;

import java.nio.ByteBuffer;

/**
 * How a row travels to its shard, as a record of bytes: its key and its raw values as doubles. Of a
 * sparse table, features that are 0 stay behind: a record has the number of the others, then each
 * with its column, and then all that is no feature. Rows of the same content make the same bytes.
 *
 * @param layout how raw values lie in an array
 * @param sparse whether features that are 0 stay behind
 */
record RecordFormat(RawLayout layout, boolean sparse) {
  private static final int CELL_BYTES = Integer.BYTES + Double.BYTES;

  /** Bytes of the record of a row. */
  int bytes(double[] raw) {
    if (!sparse) {
      return denseBytes();
    }
    int cells = 0;
    for (int j = 0; j < layout.features(); j++) {
      cells += raw[j] != 0 ? 1 : 0;
    }
    return sparseBytes(cells);
  }

  /** Bytes of a record that has been written. */
  int bytes(ByteBuffer records, int at) {
    return sparse ? sparseBytes(records.getInt(at + Long.BYTES)) : denseBytes();
  }

  private int denseBytes() {
    return Long.BYTES + Double.BYTES * layout.size();
  }

  private int sparseBytes(int cells) {
    int tail = layout.size() - layout.features();
    return Long.BYTES + Integer.BYTES + CELL_BYTES * cells + Double.BYTES * tail;
  }

  /** Appends a row. */
  void write(long key, double[] raw, ByteBuffer records) {
    records.putLong(key);
    int at = 0;
    if (sparse) {
      int count = records.position();
      records.putInt(0);
      int cells = 0;
      for (; at < layout.features(); at++) {
        if (raw[at] != 0) {
          records.putInt(at).putDouble(raw[at]);
          cells++;
        }
      }
      records.putInt(count, cells);
    }
    for (; at < raw.length; at++) {
      // −0.0 becomes 0.0: they are one value.
      records.putDouble(raw[at] + 0.0);
    }
  }

  /**
   * Reads a dense record.
   *
   * @param records holds it
   * @param at where it begins
   * @param raw out: all values
   */
  void read(ByteBuffer records, int at, double[] raw) {
    for (int j = 0; j < raw.length; j++) {
      raw[j] = records.getDouble(at + Long.BYTES + j * Double.BYTES);
    }
  }

  /**
   * Reads a sparse record.
   *
   * @param records holds it
   * @param at where it begins
   * @param columns out: the columns of features that are not 0, ascending
   * @param raw out: these features and all that is no feature; the other features keep what they
   *     were
   * @return how many features are not 0
   */
  int read(ByteBuffer records, int at, int[] columns, double[] raw) {
    int cells = records.getInt(at + Long.BYTES);
    int from = at + Long.BYTES + Integer.BYTES;
    for (int i = 0; i < cells; i++, from += CELL_BYTES) {
      columns[i] = records.getInt(from);
      raw[columns[i]] = records.getDouble(from + Integer.BYTES);
    }
    for (int j = layout.features(); j < raw.length; j++, from += Double.BYTES) {
      raw[j] = records.getDouble(from);
    }
    return cells;
  }
}
