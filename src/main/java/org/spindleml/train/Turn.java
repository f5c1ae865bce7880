package org.spindleml.train;

import java.io.Serializable;
import java.util.function.IntFunction;

/**
 * What becomes of the weights between a broadcast and the next average, as every task carries it
 * out on leaves of its own: one step's gradient, or a round of local steps. Immutable; sent with
 * the task.
 */
public sealed interface Turn extends Serializable permits Turn.Step, Round {
  /**
   * Adds a range of leaves to a tree, in order.
   *
   * @param leaves computes leaves; its scratch memory is used
   * @param from the first leaf
   * @param to behind the last leaf
   * @param weights the weights that were broadcast; not changed
   * @param shards the table's shards by index; only those that are needed are asked for
   * @param tree where the sums go
   */
  void addLeaves(
      LeafGradients leaves,
      int from,
      int to,
      float[] weights,
      IntFunction<Shard> shards,
      SumTree tree);

  /**
   * The gradient of a step's rows.
   *
   * @param step the step, counted from 0 over the whole run
   */
  record Step(long step) implements Turn {
    @Override
    public void addLeaves(
        LeafGradients leaves,
        int from,
        int to,
        float[] weights,
        IntFunction<Shard> shards,
        SumTree tree) {
      leaves.addLeaves(from, to, step, weights, shards, tree);
    }

    @Override
    public String toString() {
      return "step " + step;
    }
  }
}
