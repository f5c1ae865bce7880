package org.spindleml.spark;

import java.util.function.IntFunction;
import org.spindleml.train.Shard;

/**
 * Finds shards, the last one again without asking: blocks of rows follow one another through a
 * shard, and each time it is asked for, one on a disk is read whole. Of one task.
 */
final class LastShard implements IntFunction<Shard> {
  private final IntFunction<Shard> find;
  private int index = -1;
  private Shard shard;

  LastShard(IntFunction<Shard> find) {
    this.find = find;
  }

  @Override
  public Shard apply(int wanted) {
    if (wanted != index) {
      shard = find.apply(wanted);
      index = wanted;
    }
    return shard;
  }
}
