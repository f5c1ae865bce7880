package org.spindleml.train;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.spindleml.nn.Batch;
import org.spindleml.nn.Network;
import org.spindleml.nn.Workspace;

/**
 * Judges shards of validation rows. This is the core that a thread of this process and a task on a
 * cluster share; owned by one thread.
 *
 * <p>Sums are merged in the order of a binary tree over the shards. There are as many shards as a
 * power of two, and as many tasks: each task computes one whole subtree, so that the rounding does
 * not depend on how many there are.
 */
public final class ShardJudge {
  private final Network network;
  private final Judge judge;
  private final Workspace workspace;
  private final Batch batch;
  private final float[] base;
  private final float[] scratch;

  /**
   * Makes room for a thread's work.
   *
   * @param network the network
   * @param judge how rows are judged
   * @param layout how rows are packed
   * @param blockSize rows computed at once
   */
  public ShardJudge(Network network, Judge judge, RowLayout layout, int blockSize) {
    this.network = network;
    this.judge = judge;
    workspace = new Workspace(network, blockSize);
    batch = layout.batch(blockSize);
    base = layout.multipliesSparse() ? layout.sparse().base() : null;
    int widest = Math.max(network.outputs(), judge.loss().predictions(network.outputs()));
    scratch = new float[Math.multiplyExact(blockSize, widest)];
  }

  /**
   * How many tasks judge the shards.
   *
   * @param shards how many there are, a power of two
   * @param slots tasks that can run at once
   * @return a power of two, at most both
   */
  public static int tasks(int shards, int slots) {
    return Integer.highestOneBit(Math.max(1, Math.min(shards, slots)));
  }

  /**
   * The sums of a run of shards.
   *
   * @param from the first shard
   * @param to behind the last one; there are as many as a power of two
   * @param shards the shards by index
   * @param weights the weights
   * @return the sums
   * @throws CancellationException if the calling thread is interrupted
   */
  public EvaluationSums sum(int from, int to, IntFunction<Shard> shards, float[] weights) {
    if (base != null) {
      network.addBase(weights, base, workspace);
    }
    return subtree(from, to, shards, weights);
  }

  private EvaluationSums subtree(int from, int to, IntFunction<Shard> shards, float[] weights) {
    if (to - from == 1) {
      return sum(shards.apply(from), weights);
    }
    int middle = (from + to) / 2;
    EvaluationSums sums = subtree(from, middle, shards, weights);
    sums.merge(subtree(middle, to, shards, weights));
    return sums;
  }

  private EvaluationSums sum(Shard shard, float[] weights) {
    EvaluationSums sums = judge.empty();
    int rows = shard.rows();
    for (int from = 0; from < rows; from += batch.capacity()) {
      Interruption.check("while validation rows were judged");
      batch.clear();
      for (int row = from; row < Math.min(from + batch.capacity(), rows); row++) {
        shard.copyRow(row, batch);
      }
      judge.add(network.forward(weights, batch, workspace), batch, scratch, sums);
    }
    return sums;
  }

  /**
   * The sums of all shards.
   *
   * @param tasks the sums of each task's run, by index; as many as a power of two, merged in place
   * @return the sums
   */
  public static EvaluationSums merge(List<EvaluationSums> tasks) {
    if (tasks.size() == 1) {
      return tasks.get(0);
    }
    int middle = tasks.size() / 2;
    EvaluationSums sums = merge(tasks.subList(0, middle));
    sums.merge(merge(tasks.subList(middle, tasks.size())));
    return sums;
  }
}
