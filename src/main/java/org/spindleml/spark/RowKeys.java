package org.spindleml.spark;

import java.io.Serializable;
import org.spindleml.nn.CounterRandom;

/**
 * A row's place in the canonical order: a 64-bit key, a function of the seed and the row's values
 * alone, whatever file or partition it came from. Sparse and dense forms of the same values have
 * the same key, and so have 0.0 and −0.0.
 *
 * @param random the stream of the seed
 * @param shards how many ranges the key space is cut into, a power of two
 */
record RowKeys(CounterRandom random, int shards) implements Serializable {
  /**
   * The keys of a seed.
   *
   * @param seed the seed
   * @param shards how many ranges the key space is cut into, a power of two
   * @return the keys
   */
  static RowKeys of(long seed, int shards) {
    return new RowKeys(CounterRandom.of(seed, CounterRandom.Purpose.ROW_PLACE), shards);
  }

  /** The key of a row: a sum over its values that are not 0, each mixed with its column. */
  long key(double[] raw) {
    long sum = 0;
    for (int j = 0; j < raw.length; j++) {
      if (raw[j] != 0) {
        sum += CounterRandom.mix(Double.doubleToRawLongBits(raw[j]) + random.bits(j));
      }
    }
    return CounterRandom.mix(sum);
  }

  /** The range of the key space that a key falls into: its highest bits. */
  int shard(long key) {
    return shards == 1 ? 0 : (int) (key >>> (64 - Integer.numberOfTrailingZeros(shards)));
  }
}
