package org.spindleml.spark;

import java.io.Serializable;
import org.spindleml.train.TrainingPlan;

/**
 * Which shard a row belongs to: those of training rows come first, those of validation rows behind
 * them, so that one shuffle makes both and training rows lie as if there were no others.
 *
 * @param keys places training rows
 * @param validation how many shards of validation rows there are: a power of two, or 0, where such
 *     rows are left out
 */
record ShardPlaces(RowKeys keys, int validation) implements Serializable {
  /**
   * The places of a run.
   *
   * @param plan how many shards of training rows there are, and the seed of the order
   * @param validation how many shards of validation rows
   */
  static ShardPlaces of(TrainingPlan plan, int validation) {
    return new ShardPlaces(RowKeys.of(plan.seed(), plan.shards()), validation);
  }

  /** All shards. */
  int all() {
    return keys.shards() + validation;
  }

  /** The key of a row, which decides its place. */
  long key(double[] raw) {
    return keys.key(raw);
  }

  /** The shard of a row with some key. */
  int shard(long key, boolean validates) {
    return validates
        ? keys.shards() + new RowKeys(keys.random(), validation).shard(key)
        : keys.shard(key);
  }
}
