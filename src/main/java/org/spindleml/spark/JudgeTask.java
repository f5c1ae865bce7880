package org.spindleml.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.spindleml.linalg.Gemm;
import org.spindleml.nn.Network;
import org.spindleml.train.Judge;
import org.spindleml.train.RowLayout;
import org.spindleml.train.Shard;
import org.spindleml.train.ShardJudge;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** A task that judges its run of validation shards: its report, then their sums. */
final class JudgeTask extends AbstractFunction2<TaskContext, Iterator<IntFunction<float[]>>, byte[]>
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private final Core core;
  private final Broadcast<float[]> weights;

  /**
   * What every task needs besides weights and rows: small, immutable, sent with the task.
   *
   * @param bounds the first shard of each task's run and, last, the one behind the last run
   * @param shardRows rows of every validation shard
   */
  record Core(
      Network network, Judge judge, RowLayout layout, int blockSize, int[] bounds, int[] shardRows)
      implements Serializable {}

  JudgeTask(Core core, Broadcast<float[]> weights) {
    this.core = core;
    this.weights = weights;
  }

  @Override
  public byte[] apply(TaskContext context, Iterator<IntFunction<float[]>> run) {
    Gemm.best().useOneThread();
    IntFunction<float[]> shards = run.next();
    int task = context.partitionId();
    float[] received = weights.value();
    long start = System.nanoTime();
    byte[] sums =
        new ShardJudge(core.network(), core.judge(), core.layout(), core.blockSize())
            .sum(
                core.bounds()[task],
                core.bounds()[task + 1],
                shard -> sameAsCounted(shard, shards.apply(shard)),
                received)
            .toBytes();
    TaskReport report = new TaskReport(TaskKernel.here(core.network()), System.nanoTime() - start);
    ByteBuffer out = ByteBuffer.allocate(report.bytes() + sums.length);
    report.write(out);
    return out.put(sums).array();
  }

  /** A shard may have been lost and made again, from input that gives other rows each time. */
  private Shard sameAsCounted(int index, float[] packed) {
    Shard shard = new Shard(core.layout(), packed);
    Shards.requireSameRows(core.shardRows()[index - core.bounds()[0]], shard.rows());
    return shard;
  }
}
