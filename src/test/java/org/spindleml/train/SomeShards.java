package org.spindleml.train;

import java.util.Random;

/** Packed rows for tests. */
final class SomeShards {
  private SomeShards() {}

  /** Shards of random rows: inputs, a class 0…2, a weight if the layout has one. */
  static Shard[] draw(RowLayout layout, Random random, int... rows) {
    Shard[] shards = new Shard[rows.length];
    for (int s = 0; s < rows.length; s++) {
      float[] packed = new float[rows[s] * layout.stride()];
      for (int at = 0; at < packed.length; at += layout.stride()) {
        for (int j = 0; j < layout.inputs(); j++) {
          packed[at + j] = (float) random.nextGaussian();
        }
        packed[at + layout.inputs()] = random.nextInt(3);
        if (layout.weighted()) {
          packed[at + layout.stride() - 1] = 0.5f + random.nextFloat();
        }
      }
      shards[s] = new Shard(layout, packed);
    }
    return shards;
  }

  /** Rows of every shard. */
  static int[] rows(Shard[] shards) {
    int[] rows = new int[shards.length];
    for (int s = 0; s < rows.length; s++) {
      rows[s] = shards[s].rows();
    }
    return rows;
  }
}
