package org.spindleml.train;

import java.util.function.IntFunction;
import org.spindleml.nn.Batch;
import org.spindleml.nn.CounterRandom;

/**
 * The order in which a leaf meets its rows in one epoch: its shards permuted, the rows inside each
 * shard permuted, both by a key made of seed, epoch and leaf. Every row is met once.
 */
final class EpochWalk {
  private final int firstShard;
  private final int[] rows;
  private final KeyedPermutation shardOrder;
  private final KeyedPermutation[] rowOrders;

  /**
   * The walk of a leaf in an epoch.
   *
   * @param plan which shards the leaf owns
   * @param leaf the leaf
   * @param epoch the epoch
   * @param shardRows rows of every shard of the table
   */
  EpochWalk(TrainingPlan plan, int leaf, int epoch, int[] shardRows) {
    CounterRandom random =
        CounterRandom.of(plan.seed(), CounterRandom.Purpose.EPOCH_ORDER).at(epoch);
    int shards = plan.shardsPerLeaf();
    firstShard = leaf * shards;
    // Shards get keys of their own, and so does the order of shards: no two share a number.
    shardOrder = new KeyedPermutation(random.at(plan.shards() + (long) leaf), shards);
    rows = new int[shards];
    rowOrders = new KeyedPermutation[shards];
    for (int s = 0; s < shards; s++) {
      rows[s] = shardRows[firstShard + s];
      rowOrders[s] = new KeyedPermutation(random.at(firstShard + (long) s), rows[s]);
    }
  }

  /**
   * Appends a part of the walk to a batch.
   *
   * @param from the first row, counted along the walk
   * @param to behind the last row
   * @param shards the table's shards by index; only those that are needed are asked for
   * @param batch what to append to
   */
  void copyRows(long from, long to, IntFunction<Shard> shards, Batch batch) {
    long start = 0;
    for (int i = 0; i < rows.length && start < to; i++) {
      int s = shardOrder.apply(i);
      long end = start + rows[s];
      int first = (int) (Math.max(from, start) - start);
      int last = (int) (Math.min(to, end) - start);
      if (first < last) {
        Shard shard = shards.apply(firstShard + s);
        for (int row = first; row < last; row++) {
          shard.copyRow(rowOrders[s].apply(row), batch);
        }
      }
      start = end;
    }
  }
}
