package org.spindleml.train;

import java.util.Arrays;
import java.util.Random;

/** Dense shards with many inputs of a base row, and the same rows as sparse shards. */
record SparseShards(Shard[] dense, float[] base) {

  /** Random rows; of each row a share of inputs, from none to all, is not the base row's. */
  static SparseShards draw(RowLayout layout, Random random, int... rows) {
    float[] base = new float[layout.inputs()];
    for (int j = 0; j < base.length; j++) {
      base[j] = random.nextFloat() - 0.5f;
    }
    Shard[] shards = SomeShards.draw(layout, random, rows);
    for (Shard shard : shards) {
      for (int at = 0; at < shard.packed().length; at += layout.stride()) {
        double share = random.nextInt(10) == 0 ? 1 : 0.15 * random.nextInt(3);
        for (int j = 0; j < base.length; j++) {
          if (random.nextDouble() >= share) {
            shard.packed()[at + j] = base[j];
          }
        }
      }
    }
    return new SparseShards(shards, base);
  }

  /** The same rows, kept sparse. */
  Shard[] sparse(boolean byProduct) {
    return Arrays.stream(dense).map(shard -> sparse(shard, byProduct)).toArray(Shard[]::new);
  }

  private Shard sparse(Shard shard, boolean byProduct) {
    RowLayout layout = shard.layout().of(new SparseForm(base, 2, byProduct));
    SparseShardBuilder builder = new SparseShardBuilder(layout, shard.rows());
    int stride = shard.layout().stride();
    for (int at = 0; at < shard.packed().length; at += stride) {
      for (int j = 0; j < base.length; j++) {
        builder.add(j, shard.packed()[at + j]);
      }
      builder.endRow(Arrays.copyOfRange(shard.packed(), at + base.length, at + stride));
    }
    return new Shard(layout, builder.packed());
  }
}
