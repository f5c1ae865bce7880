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
  /** Numbers that a block of several leaves has in a layer at most: 32 MiB. */
  private static final int LARGEST_SHARED = 1 << 23;

  private final Network network;
  private final Loss loss;
  private final TrainingPlan plan;
  private final int[] shardRows;
  private final float[] base;
  private final int[] matrices;
  private final int mostRows;
  private final Workspace workspace;
  private final Batch batch;

  /** Whether leaves share a block; null until a task has two that could. */
  private Boolean shares;

  /** The leaves that share a block, and the sums of each. */
  private final Rows[] parts = new Rows[Batch.MOST_PARTS];

  private final GradientSum[] sums = new GradientSum[Batch.MOST_PARTS];
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
    mostRows = mostRows(network, layout, plan);
    workspace = Workspace.toTrain(network, mostRows);
    batch = layout.batch(mostRows);
    base = layout.multipliesSparse() ? layout.sparse().base() : null;
    matrices = network.matrices();
    walks = new EpochWalk[plan.leaves()];
  }

  /**
   * Rows of the largest block: {@code blockSize}, or where leaves may share one, twice as many and
   * an eighth more, so that they can although one has a few rows more than another.
   *
   * @param network the network
   * @param layout how rows are packed
   * @param plan which rows make which step
   * @return the rows that there is room for
   */
  public static int mostRows(Network network, RowLayout layout, TrainingPlan plan) {
    boolean mayShare = plan.leaves() > 1 && !layout.multipliesSparse() && network.takesParts();
    long shared = 2 * (plan.blockSize() + plan.blockSize() / 8L);
    return mayShare && shared * network.widest() <= LARGEST_SHARED
        ? (int) shared
        : plan.blockSize();
  }

  /** Finds out once whether leaves fit in a block together, and gain by it. */
  private boolean shares() {
    if (shares == null) {
      shares = mostRows > plan.blockSize() && sharesFit();
    }
    return shares;
  }

  private boolean sharesFit() {
    long fewest = Long.MAX_VALUE;
    long most = 0;
    for (int leaf = 0; leaf < plan.leaves(); leaf++) {
      long rows = leafRows(leaf);
      fewest = Math.min(fewest, rows / plan.stepsPerEpoch());
      most = Math.max(most, (rows + plan.stepsPerEpoch() - 1) / plan.stepsPerEpoch());
    }
    fewest = Math.max(1, fewest);
    return 2 * fewest <= mostRows
        && workspace.joinsParts((int) fewest, (int) Math.min(Batch.MOST_PARTS * most, mostRows));
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
    for (int leaf = from; leaf < to; ) {
      int shared = findParts(leaf, to, step);
      if (parts[0].count() == 0) {
        tree.push(0, leaf, null);
      } else {
        add(shared, weights, shards, tree);
      }
      leaf += shared;
    }
  }

  /** Finds the rows of a leaf and of those that share its block; how many leaves these are. */
  private int findParts(int leaf, int to, long step) {
    parts[0] = rows(leaf, step);
    long rows = parts[0].count();
    int shared = 1;
    while (leaf + shared < to && shared < parts.length && rows > 0 && shares()) {
      Rows next = rows(leaf + shared, step);
      rows += next.count();
      if (next.count() == 0
          || Math.max(parts[0].count(), next.count()) > plan.blockSize()
          || rows > mostRows) {
        break;
      }
      parts[shared++] = next;
    }
    return shared;
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

  /** Adds leaves that share a block, or one leaf of any number of blocks. */
  private void add(int shared, float[] weights, IntFunction<Shard> shards, SumTree tree) {
    long blocks = shared > 1 ? 1 : (parts[0].count() + plan.blockSize() - 1) / plan.blockSize();
    for (int part = 0; part < shared; part++) {
      sums[part] = sum(part, blocks, tree);
    }
    for (int block = 0; block < blocks; block++) {
      batch.clear();
      for (int part = 0; part < shared; part++) {
        if (part > 0) {
          batch.beginPart();
        }
        long count = parts[part].count();
        parts[part].copy(block * count / blocks, (block + 1) * count / blocks, shards, batch);
      }
      network.addGradient(weights, batch, loss, workspace, sums);
      for (int part = 0; part < shared; part++) {
        markOdd(sums[part], parts[part].leaf(), block);
      }
    }
    for (int part = 0; part < shared; part++) {
      if (base != null) {
        network.addBaseGradient(base, sums[part]);
      }
      tree.push(0, parts[part].leaf(), sums[part]);
    }
  }

  /**
   * An empty sum; of a right leaf of one block added to its left sibling's at once if it may be.
   */
  private GradientSum sum(int part, long blocks, SumTree tree) {
    Rows rows = parts[part];
    boolean isRight = rows.leaf() % 2 == 1;
    if (!isRight || blocks > 1 || base != null || !workspace.addsOnce((int) rows.count())) {
      return tree.empty();
    }
    GradientSum left = part > 0 ? sums[part - 1] : tree.left(rows.leaf());
    return left == null ? tree.empty() : tree.beside(left, matrices);
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
