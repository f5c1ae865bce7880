package org.spindleml.train;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.spindleml.nn.Batch;
import org.spindleml.nn.CounterRandom;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.nn.StepBlock;
import org.spindleml.nn.Workspace;

/**
 * Computes leaves: the gradient sums of a step's parts. This is the core that a thread of this
 * process and a task on a cluster share. Owned by one thread; keeps its scratch memory between
 * steps.
 */
public final class LeafGradients implements AutoCloseable {
  private final Network network;
  private final Loss loss;
  private final TrainingPlan plan;
  private final int[] shardRows;
  private final float[] base;
  private final int[] matrices;
  private final Workspace workspace;
  private final Batch batch;
  private final EpochWalk[] walks;
  private int walksEpoch = -1;

  /**
   * Makes room for a thread's work.
   *
   * @param network the network
   * @param loss the loss of a row
   * @param layout how rows are packed
   * @param plan which rows make which step
   * @param shardRows rows of every shard
   */
  public LeafGradients(
      Network network, Loss loss, RowLayout layout, TrainingPlan plan, int[] shardRows) {
    this.network = network;
    this.loss = loss;
    this.plan = plan;
    this.shardRows = shardRows;
    workspace = Workspace.toTrain(network, plan.blockSize());
    batch = layout.batch(plan.blockSize());
    base = layout.multipliesSparse() ? layout.sparse().base() : null;
    matrices = network.matrices();
    walks = new EpochWalk[plan.leaves()];
  }

  /**
   * Adds a range of leaves to a tree, in order.
   *
   * @param from the first leaf
   * @param to behind the last leaf
   * @param step the step, counted from 0
   * @param weights the weights
   * @param shards the table's shards by index; only those that are needed are asked for
   * @param tree where the sums go
   * @throws CancellationException if the calling thread is interrupted
   */
  public void addLeaves(
      int from, int to, long step, float[] weights, IntFunction<Shard> shards, SumTree tree) {
    workspace.beginStep(weights);
    if (base != null) {
      network.addBase(weights, base, workspace);
    }
    for (int leaf = from; leaf < to; leaf++) {
      tree.push(0, leaf, sum(leaf, step, weights, shards, tree));
    }
  }

  /** A leaf's sum over its rows of a step, or null if it has none. */
  private GradientSum sum(
      int leaf, long step, float[] weights, IntFunction<Shard> shards, SumTree tree) {
    long leafRows = 0;
    for (int s = leaf * plan.shardsPerLeaf(); s < (leaf + 1) * plan.shardsPerLeaf(); s++) {
      leafRows += shardRows[s];
    }
    int stepOfEpoch = (int) (step % plan.stepsPerEpoch());
    long first = plan.firstRow(leafRows, stepOfEpoch);
    long rows = plan.firstRow(leafRows, stepOfEpoch + 1) - first;
    if (rows == 0) {
      return null;
    }
    EpochWalk walk = walk(leaf, plan.epoch(step));
    CounterRandom random =
        CounterRandom.of(plan.seed(), CounterRandom.Purpose.DROPOUT).at(step).at(leaf);
    long blocks = (rows + plan.blockSize() - 1) / plan.blockSize();
    boolean atOnce = blocks == 1 && base == null && workspace.addsOnce((int) rows);
    GradientSum sum = atOnce ? tree.empty(leaf, matrices) : tree.empty();
    for (long block = 0; block < blocks; block++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted in step " + step);
      }
      long from = block * rows / blocks;
      long to = (block + 1) * rows / blocks;
      batch.clear();
      batch.place(random, from);
      walk.copyRows(first + from, first + to, shards, batch);
      network.addGradient(weights, batch, loss, workspace, sum);
      if (!network.seemsFinite(sum)) {
        sum.markOdd(new StepBlock(leaf, (int) block));
      }
    }
    if (base != null) {
      network.addBaseGradient(base, sum);
    }
    return sum;
  }

  private EpochWalk walk(int leaf, int epoch) {
    if (epoch != walksEpoch) {
      Arrays.fill(walks, null);
      walksEpoch = epoch;
    }
    if (walks[leaf] == null) {
      walks[leaf] = new EpochWalk(plan, leaf, epoch, shardRows);
    }
    return walks[leaf];
  }

  /** Gives the scratch memory back. */
  @Override
  public void close() {
    workspace.close();
  }
}
