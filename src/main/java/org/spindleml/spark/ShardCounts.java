package org.spindleml.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.spindleml.nn.CounterRandom;
import org.spindleml.train.RowLayout;
import org.spindleml.train.Shard;

/**
 * How many rows each shard of a run had when it was first packed, and their checksums: what tells
 * that the training data are still the same. A shard that was lost is packed again, from input that
 * may give other rows each time; a run that is resumed reads its table anew.
 *
 * @param layout how rows are packed
 * @param first index of the first shard
 * @param rows rows of every shard
 * @param checksums {@link Shard#checksum} of every shard
 */
record ShardCounts(RowLayout layout, int first, int[] rows, long[] checksums)
    implements Serializable {
  /**
   * Arrays of this process that are known to be what was counted. A cached shard is the same array
   * in every step, so it is summed once, not once a step; whatever comes from a disk, another
   * executor or the input again is another array.
   */
  private static final Set<float[]> KNOWN =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  /** A shard is not what it was. */
  static final class ChangedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ChangedException(String message) {
      super(message);
    }
  }

  /** No shards. */
  static ShardCounts none(RowLayout layout) {
    return new ShardCounts(layout, 0, new int[0], new long[0]);
  }

  /** Counts shards of this process, the first of all on. */
  static ShardCounts of(RowLayout layout, int first, Shard[] shards) {
    return new ShardCounts(
        layout,
        first,
        Arrays.stream(shards).mapToInt(Shard::rows).toArray(),
        Arrays.stream(shards).mapToLong(Shard::checksum).toArray());
  }

  /** Counts a shard where it has just been packed: its rows, then its checksum. */
  static void count(RowLayout layout, float[] packed, ByteBuffer out) {
    Shard shard = new Shard(layout, packed);
    out.putInt(shard.rows()).putLong(shard.checksum());
    KNOWN.add(packed);
  }

  /** Bytes that {@link #count} takes. */
  static int bytes(int shards) {
    return shards * (Integer.BYTES + Long.BYTES);
  }

  /** Takes over what {@link #count} made of shards, one after the other. */
  void read(int from, int to, ByteBuffer in) {
    for (int shard = from; shard < to; shard++) {
      rows[shard - first] = in.getInt();
      checksums[shard - first] = in.getLong();
    }
  }

  /** All rows. */
  long allRows() {
    return Arrays.stream(rows).asLongStream().sum();
  }

  /**
   * A shard as it is now.
   *
   * @param index which
   * @param packed its rows
   * @throws ChangedException if they are others than when it was counted
   */
  Shard same(int index, float[] packed) {
    Shard shard = new Shard(layout, packed);
    if (KNOWN.contains(packed)) {
      return shard;
    }
    long checksum = shard.checksum();
    if (shard.rows() != rows[index - first] || checksum != checksums[index - first]) {
      throw new ChangedException(
          "the training data changed while a model was trained on them: shard "
              + index
              + " had "
              + describe(rows[index - first], checksums[index - first])
              + ", and has "
              + describe(shard.rows(), checksum)
              + " since it was lost and read again on "
              + TaskKernel.place()
              + "; write the table to a file first if its query is not deterministic");
    }
    KNOWN.add(packed);
    return shard;
  }

  private static String describe(int rows, long checksum) {
    return rows + " rows of checksum " + Long.toHexString(checksum);
  }

  /** One checksum over all shards, in their order. */
  long checksum() {
    long sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum = CounterRandom.mix(CounterRandom.mix(sum + rows[i]) + checksums[i]);
    }
    return sum;
  }
}
