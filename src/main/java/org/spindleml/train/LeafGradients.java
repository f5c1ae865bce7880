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

  /** Whether two leaves share a block; null until a task has two that could. */
  private Boolean pairs;

  private final GradientSum[] one = new GradientSum[1];
  private final GradientSum[] two = new GradientSum[2];
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
    workspace = Workspace.toTrain(network, plan.blockCapacity());
    batch = layout.batch(plan.blockCapacity());
    base = layout.multipliesSparse() ? layout.sparse().base() : null;
    matrices = network.matrices();
    walks = new EpochWalk[plan.leaves()];
  }

  /** Finds out once whether two leaves fit in a block, and gain by it. */
  private boolean pairs() {
    if (pairs == null) {
      pairs = base == null && network.takesParts() && pairsFit();
    }
    return pairs;
  }

  private boolean pairsFit() {
    long fewest = Long.MAX_VALUE;
    long most = 0;
    for (int leaf = 0; leaf < plan.leaves(); leaf++) {
      long rows = leafRows(leaf);
      fewest = Math.min(fewest, rows / plan.stepsPerEpoch());
      most = Math.max(most, (rows + plan.stepsPerEpoch() - 1) / plan.stepsPerEpoch());
    }
    fewest = Math.max(1, fewest);
    return 2 * fewest <= plan.blockCapacity()
        && workspace.joinsParts((int) fewest, (int) Math.min(most, plan.blockSize()));
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
      Rows left = rows(leaf, step);
      Rows right = leaf % 2 == 0 && leaf + 1 < to && pairs() ? rows(leaf + 1, step) : Rows.NONE;
      if (left.sharesBlockWith(right, plan)) {
        addPair(left, right, weights, shards, tree);
        leaf++;
      } else {
        tree.push(0, leaf, left.count() == 0 ? null : sum(left, weights, shards, tree));
      }
    }
  }

  /**
   * A leaf's rows of a step.
   *
   * @param leaf the leaf
   * @param first the first of them along the leaf's walk
   * @param count how many there are
   * @param walk the leaf's walk in the step's epoch
   * @param random decides what dropout does to them
   * @param step the step, counted from 0
   */
  private record Rows(
      int leaf, long first, long count, EpochWalk walk, CounterRandom random, long step) {
    static final Rows NONE = new Rows(-1, 0, 0, null, null, 0);

    boolean sharesBlockWith(Rows other, TrainingPlan plan) {
      return count > 0
          && other.count > 0
          && Math.max(count, other.count) <= plan.blockSize()
          && count + other.count <= plan.blockCapacity();
    }

    /** Appends a part of them to the last part of a batch. */
    void copy(long from, long to, IntFunction<Shard> shards, Batch batch) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted in step " + step);
      }
      batch.place(random, from);
      walk.copyRows(first + from, first + to, shards, batch);
    }
  }

  private Rows rows(int leaf, long step) {
    long leafRows = leafRows(leaf);
    int stepOfEpoch = (int) (step % plan.stepsPerEpoch());
    long first = plan.firstRow(leafRows, stepOfEpoch);
    CounterRandom random =
        CounterRandom.of(plan.seed(), CounterRandom.Purpose.DROPOUT).at(step).at(leaf);
    return new Rows(
        leaf,
        first,
        plan.firstRow(leafRows, stepOfEpoch + 1) - first,
        walk(leaf, plan.epoch(step)),
        random,
        step);
  }

  private long leafRows(int leaf) {
    long rows = 0;
    for (int s = leaf * plan.shardsPerLeaf(); s < (leaf + 1) * plan.shardsPerLeaf(); s++) {
      rows += shardRows[s];
    }
    return rows;
  }

  /** A leaf's sum over its rows, of which there are some. */
  private GradientSum sum(Rows rows, float[] weights, IntFunction<Shard> shards, SumTree tree) {
    long blocks = (rows.count() + plan.blockSize() - 1) / plan.blockSize();
    boolean isRight = rows.leaf() % 2 == 1;
    GradientSum left = isRight && blocks == 1 && base == null ? tree.left(rows.leaf()) : null;
    one[0] = left == null ? tree.empty() : beside(left, rows, tree);
    for (int block = 0; block < blocks; block++) {
      batch.clear();
      rows.copy(block * rows.count() / blocks, (block + 1) * rows.count() / blocks, shards, batch);
      network.addGradient(weights, batch, loss, workspace, one);
      markOdd(one[0], rows.leaf(), block);
    }
    if (base != null) {
      network.addBaseGradient(base, one[0]);
    }
    return one[0];
  }

  /** Adds two sibling leaves, computed as one block: products of more rows are faster. */
  private void addPair(
      Rows left, Rows right, float[] weights, IntFunction<Shard> shards, SumTree tree) {
    batch.clear();
    left.copy(0, left.count(), shards, batch);
    batch.beginPart();
    right.copy(0, right.count(), shards, batch);
    two[0] = tree.empty();
    two[1] = beside(two[0], right, tree);
    network.addGradient(weights, batch, loss, workspace, two);
    for (int part = 0; part < 2; part++) {
      markOdd(two[part], left.leaf() + part, 0);
      tree.push(0, left.leaf() + part, two[part]);
    }
  }

  /** A sum for a block of a right leaf, added to its left sibling's at once where that may be. */
  private GradientSum beside(GradientSum left, Rows rows, SumTree tree) {
    return workspace.addsOnce((int) rows.count()) ? tree.beside(left, matrices) : tree.empty();
  }

  private void markOdd(GradientSum sum, int leaf, int block) {
    if (!network.seemsFinite(sum)) {
      sum.markOdd(new StepBlock(leaf, block));
    }
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
