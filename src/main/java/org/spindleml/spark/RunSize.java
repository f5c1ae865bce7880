package org.spindleml.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.spindleml.nn.Batch;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Network;
import org.spindleml.table.InputException;
import org.spindleml.train.LeafGradients;
import org.spindleml.train.RowLayout;
import org.spindleml.train.TrainingPlan;
import org.spindleml.train.TrainingSettings;

/**
 * How many bytes a run needs at least, so that what surely cannot fit is refused, with the numbers,
 * before any of it is made.
 *
 * @param network the network
 * @param layout how rows are packed
 * @param plan which rows make which step
 * @param validationRows rows that only judge
 * @param localArrays arrays as long as the weights that a task needs for its local steps; 0 where
 *     every step is averaged
 * @param stateArrays arrays as long as the weights that the driver carries from one step to the
 *     next: weights and what the solver remembers
 * @param saved whether there are checkpoints, each a copy of the state and a file of it
 */
record RunSize(
    Network network,
    RowLayout layout,
    TrainingPlan plan,
    long validationRows,
    int localArrays,
    int stateArrays,
    boolean saved) {
  /** The longest array that Java's virtual machines make. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Of a run.
   *
   * @param network the network
   * @param layout how rows are packed
   * @param plan which rows make which step
   * @param validationRows rows that only judge
   * @param settings what the run is to do
   * @param saved whether there are checkpoints
   */
  static RunSize of(
      Network network,
      RowLayout layout,
      TrainingPlan plan,
      long validationRows,
      TrainingSettings settings,
      boolean saved) {
    return new RunSize(
        network,
        layout,
        plan,
        validationRows,
        settings.run().localSteps().arrays(settings.update(), network),
        settings.stateArrays(network) + (validationRows > 0 ? 1 : 0),
        saved);
  }

  /**
   * Checks a run whose steps are Spark jobs.
   *
   * @param room what Spark gives it
   * @throws InputException naming all that cannot fit and what to change
   */
  void requireFits(Capacity room) {
    int tasks = plan.tasks(room.slots());
    StepTraffic traffic = new StepTraffic(plan, network.sumFormat(), tasks);
    int slices = traffic.slices(room.gatherBytes());
    long largest = traffic.longestPayload(slices);
    long results = traffic.results(slices);
    List<String> problems = arrayProblems();
    if (largest > LONGEST_ARRAY) {
      problems.add(
          "a task's result takes "
              + size(largest)
              + " but an array at most "
              + size(LONGEST_ARRAY)
              + ": use fewer units");
    }
    if (room.resultBytes() > 0 && results > room.resultBytes()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "the results of a step take %s (tasks: %d) but spark.driver.maxResultSize is %s:"
                  + " raise it, or use fewer units",
              size(results),
              tasks,
              size(room.resultBytes())));
    }
    // Beside the state: the copy that is broadcast, its serialised pieces, and the gradient; slices
    // are put together in a fourth.
    long gathered = traffic.gathered(slices);
    long driver = gathered + stateBytes() + (slices == 0 ? 3 : 4) * weightBytes();
    if (driver > room.driverBytes()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "the driver needs %s (%s, to send them %s and the results of a step %s) but its heap"
                  + " is %s: raise spark.driver.memory, or use fewer units",
              size(driver),
              statePart(),
              size(driver - stateBytes() - gathered),
              size(gathered),
              size(room.driverBytes())));
    }
    // The broadcast's pieces and value; a task's sums, their bytes, a block of rows and a shard.
    long sums = traffic.taskBytes(slices, together());
    long task = sums + localBytes() + blockBytes(blockRows()) + shardBytes();
    int atOnce = Math.min(room.slotsPerExecutor(), tasks);
    long executor = 2 * weightBytes() + atOnce * task;
    if (executor > room.executorBytes()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "an executor needs %s (the weights twice and, times %d tasks, sums of %s%s, a block of"
                  + " %,d rows of %s and a shard of %s) but its heap is %s: %s or blockSize lower, or"
                  + " use fewer units",
              size(executor),
              atOnce,
              size(sums),
              localPart(),
              blockRows(),
              size(blockBytes(blockRows())),
              size(shardBytes()),
              size(room.executorBytes()),
              room.local()
                  ? "raise spark.driver.memory, set the threads of the local master"
                  : "raise spark.executor.memory, set spark.executor.cores"));
    }
    refuse(problems);
  }

  /**
   * Checks a run in this process.
   *
   * @param heapBytes the process's heap
   * @param threads how many could compute
   * @throws InputException naming all that cannot fit and what to change
   */
  void requireFits(long heapBytes, int threads) {
    long tableBytes = Float.BYTES * layout.numbers(plan.rows() + validationRows);
    int workers = plan.tasks(threads);
    // What judges validation rows has blocks of its own.
    long blocks = blockBytes(blockRows()) + (validationRows > 0 ? blockBytes(plan.blockSize()) : 0);
    long sums = new StepTraffic(plan, network.sumFormat(), workers).sumBytes(together());
    long needed = tableBytes + stateBytes() + workers * (sums + localBytes() + blocks);
    List<String> problems = arrayProblems();
    if (needed > heapBytes) {
      problems.add(
          String.format(
              Locale.ROOT,
              "this process needs %s (the table %s, %s and, for each of %d threads, sums of %s%s"
                  + " and blocks of %,d rows of %s) but its heap is %s: raise"
                  + " spark.driver.memory, set blockSize lower, or set execution to cluster, which"
                  + " keeps on disk what memory does not hold",
              size(needed),
              size(tableBytes),
              statePart(),
              workers,
              size(sums),
              localPart(),
              blockRows(),
              size(blocks),
              size(heapBytes)));
    }
    refuse(problems);
  }

  private void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InputException(
          String.format(Locale.ROOT, "%s, %,d weights, does not fit: ", network, network.size())
              + String.join("; ", problems));
    }
  }

  /** What is too long for an array, to which other problems are added. */
  private List<String> arrayProblems() {
    List<String> problems = new ArrayList<>();
    if (saved && stateArrays * weightBytes() > LONGEST_ARRAY) {
      problems.add(
          String.format(
              Locale.ROOT,
              "a checkpoint of %d arrays as long as the weights takes %s but an array at most %s:"
                  + " use fewer units, a solver that remembers less, or no checkpointDir",
              stateArrays,
              size(stateArrays * weightBytes()),
              size(LONGEST_ARRAY)));
    }
    if (blockRows() * (long) widest() > LONGEST_ARRAY) {
      problems.add(
          String.format(
              Locale.ROOT,
              "a block of %,d rows of %,d numbers is longer than an array: set blockSize to at most"
                  + " %,d",
              blockRows(),
              widest(),
              LONGEST_ARRAY / widest()));
    }
    return problems;
  }

  /** Leaves that share a block at most. */
  private int together() {
    return blockRows() > plan.blockSize() ? Batch.MOST_PARTS : 1;
  }

  private int blockRows() {
    return LeafGradients.mostRows(network, layout, plan);
  }

  private int widest() {
    return Math.max(
        layout.blockInputs(),
        network.layers().stream().mapToInt(Layer::outputs).max().orElseThrow());
  }

  private long weightBytes() {
    return (long) Float.BYTES * network.size();
  }

  /** What the driver carries from step to step, a copy of it and a checkpoint's bytes. */
  private long stateBytes() {
    return (saved ? 3 : 1) * stateArrays * weightBytes();
  }

  private String statePart() {
    return String.format(
        Locale.ROOT,
        "weights and what the solver remembers %s%s",
        size(stateArrays * weightBytes()),
        saved ? ", a checkpoint of them " + size(2 * stateArrays * weightBytes()) : "");
  }

  /** A virtual worker's weights, gradient and solver memory. */
  private long localBytes() {
    return localArrays * weightBytes();
  }

  private String localPart() {
    return localArrays == 0 ? "" : ", local steps of " + size(localBytes());
  }

  /** A block's inputs, what it leaves in each layer, and two slopes of the widest layer. */
  private long blockBytes(int rows) {
    long numbers = layout.blockInputs() + 2L * widest();
    for (Layer layer : network.layers()) {
      numbers += layer.outputs();
    }
    return Float.BYTES * numbers * rows;
  }

  private long shardBytes() {
    return Float.BYTES * layout.numbers(plan.rows() / plan.shards());
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MiB", bytes / 0x1p20);
  }
}
