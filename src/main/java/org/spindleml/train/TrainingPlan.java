package org.spindleml.train;

import java.io.Serializable;
import java.util.Locale;
import org.spindleml.nn.Network;

/**
 * Which rows make which step: a function of the data and the settings, never of the cluster.
 *
 * <p>The rows, in the canonical order of their keys, are cut into {@code shards} ranges of the key
 * space. A step's gradient is the sum of {@code leaves} parts; leaf ℓ owns the shards [ℓ·S/L,
 * (ℓ+1)·S/L) and walks their rows once an epoch, in an order of its own for every epoch ({@link
 * EpochWalk}).
 *
 * @param seed of the order
 * @param rows rows that count
 * @param shards S, a power of two
 * @param stepsPerEpoch T = ⌈rows / batch size⌉
 * @param leaves L: the largest power of two, at most S, that leaves 128 rows each of the batch size
 *     asked for, or 256 beyond 64 leaves; with local steps the virtual workers
 * @param blockSize rows computed at once
 */
public record TrainingPlan(
    long seed, long rows, int shards, int stepsPerEpoch, int leaves, int blockSize)
    implements Serializable {

  /** Shards of the largest tables. */
  public static final int MOST_SHARDS = 4096;

  private static final long SHARD_BYTES = 1 << 20;

  /** Below so many rows a shard or a leaf's part of a step is not worth a task's while. */
  private static final int ROWS_OF_SMALL_SHARD = 256;

  private static final int ROWS_OF_SMALL_LEAF = 128;

  /** Beyond so many leaves, each has twice the rows: adding leaves up costs time, too. */
  private static final int FEW_LEAVES = 64;

  /** Shards that even a small table is cut into, where its rows allow. */
  private static final int SHARDS_OF_SMALL_TABLE = 64;

  /**
   * Plans a run.
   *
   * @param rows rows that count, more than 0
   * @param layout how rows are packed
   * @param settings the user's choices
   * @return the plan
   */
  public static TrainingPlan of(long rows, RowLayout layout, TrainingSettings settings) {
    int shards = shards(rows, layout);
    if (settings.update().solver().isFullBatch()) {
      return new TrainingPlan(
          settings.run().seed(), rows, shards, 1, shards, settings.run().blockSize());
    }
    long steps = (rows + settings.run().batchSize() - 1) / settings.run().batchSize();
    // As asked for, not as cut: 1000 rows in batches of 256 make 4 steps of 250.
    long rowsPerStep = Math.min(settings.run().batchSize(), rows);
    int leaves = leaves(shards, rowsPerStep);
    LocalStepSettings local = settings.run().localSteps();
    return new TrainingPlan(
        settings.run().seed(),
        rows,
        shards,
        Math.toIntExact(steps),
        local.isNone() ? leaves : local.workers(shards),
        settings.run().blockSize());
  }

  /**
   * How many parts a mini-batch has.
   *
   * @param shards S
   * @param rowsPerStep rows of the batch, as asked for
   * @return L: the largest power of two, at most S, that leaves each part 128 rows, or 256 where
   *     there are more than 64 parts
   */
  public static int leaves(int shards, long rowsPerStep) {
    int leaves = 1;
    while (2 * leaves <= shards && rowsPerStep >= 2L * leaves * rowsOfLeaf(2 * leaves)) {
      leaves *= 2;
    }
    return leaves;
  }

  private static int rowsOfLeaf(int leaves) {
    return leaves > FEW_LEAVES ? 2 * ROWS_OF_SMALL_LEAF : ROWS_OF_SMALL_LEAF;
  }

  /**
   * How many shards rows are cut into: the smallest power of two that keeps a shard ≤ 1 MiB; more
   * where rows are few but enough.
   *
   * @param rows rows that count
   * @param layout how rows are packed
   * @return a power of two
   */
  public static int shards(long rows, RowLayout layout) {
    long bytes = Float.BYTES * layout.numbers(rows);
    int shards = 1;
    while (shards < MOST_SHARDS && bytes > shards * SHARD_BYTES) {
      shards *= 2;
    }
    while (shards < SHARDS_OF_SMALL_TABLE && rows >= 2L * shards * ROWS_OF_SMALL_SHARD) {
      shards *= 2;
    }
    return shards;
  }

  /**
   * How many shards each leaf owns.
   *
   * @return S / L
   */
  public int shardsPerLeaf() {
    return shards / leaves;
  }

  /**
   * The epoch that a step belongs to.
   *
   * @param step counted from 0
   * @return the epoch, counted from 0
   */
  public int epoch(long step) {
    return (int) (step / stepsPerEpoch);
  }

  /**
   * A leaf's first row of a step, in the order of its walk; the step's last row is followed by the
   * next step's first.
   *
   * @param leafRows rows that the leaf has in all
   * @param stepOfEpoch the step within its epoch; {@code stepsPerEpoch} for the end of the walk
   * @return ⌊t·N/T⌋
   */
  public long firstRow(long leafRows, int stepOfEpoch) {
    return stepOfEpoch * leafRows / stepsPerEpoch;
  }

  /**
   * How many tasks a step can be split into.
   *
   * @param slots tasks that can run at once
   * @return at most L: more cannot help one step
   */
  public int tasks(int slots) {
    return Math.max(1, Math.min(slots, leaves));
  }

  /**
   * A task's first leaf; its last leaf is followed by the next task's first.
   *
   * @param task the task, counted from 0
   * @param tasks how many tasks there are
   * @return ⌊task·L/tasks⌋
   */
  public int firstLeaf(int task, int tasks) {
    return (int) ((long) task * leaves / tasks);
  }

  /**
   * Describes the plan in a line.
   *
   * @param network the network that is trained
   * @return a line for a log
   */
  public String describe(Network network) {
    return String.format(
        Locale.ROOT,
        "%s, %,d weights; %,d rows; steps an epoch %,d, parts of a step %d, shards %d",
        network,
        network.trainedSize(),
        rows,
        stepsPerEpoch,
        leaves,
        shards);
  }
}
