package org.spindleml.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.spindleml.linalg.Gemm;
import org.spindleml.nn.Network;
import org.spindleml.train.Judge;
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
   * @param counts what the validation shards are
   */
  record Core(Network network, Judge judge, int blockSize, int[] bounds, ShardCounts counts)
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
    byte[] sums = new byte[0];
    TaskReport report;
    try {
      sums =
          new ShardJudge(core.network(), core.judge(), core.counts().layout(), core.blockSize())
              .sum(
                  core.bounds()[task],
                  core.bounds()[task + 1],
                  shard -> core.counts().same(shard, shards.apply(shard)),
                  received)
              .toBytes();
      report = TaskReport.since(core.network(), start);
    } catch (ShardCounts.ChangedException e) {
      report = TaskReport.of(core.network(), e);
    }
    ByteBuffer out = ByteBuffer.allocate(report.bytes() + sums.length);
    report.write(out);
    return out.put(sums).array();
  }
}
