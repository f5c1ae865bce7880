package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.StepBlock;
import org.spindleml.train.SumTree;

/**
 * Sums as bytes: reports of tasks, then nodes of their tree, each with level, index and sum, or a
 * slice of it.
 */
final class SumPayload {
  private static final int NODE_BYTES = 3 * Integer.BYTES;
  private static final int ODD_BYTES = 2 * Integer.BYTES;
  private static final int SUM_BYTES = 3 * Long.BYTES + ODD_BYTES;

  /** In the place of a block where none is marked. */
  private static final StepBlock NONE = new StepBlock(-1, -1);

  private SumPayload() {}

  /** Bytes of a result of so many sums, but for the task's report. */
  static long bytes(int sums, int size) {
    return sums * (NODE_BYTES + SUM_BYTES + (long) Float.BYTES * size);
  }

  /** Packs whole sums of a task. */
  static byte[] of(TaskSums sums, int size) {
    return of(List.of(sums.report()), sums.nodes(), 0, size);
  }

  /**
   * Packs a range of the weights.
   *
   * @param reports what tasks tell of themselves
   * @param nodes the nodes
   * @param from the first weight
   * @param to behind the last weight
   * @return the bytes
   */
  static byte[] of(List<TaskReport> reports, List<SumTree.Node> nodes, int from, int to) {
    int bytes = 2 * Integer.BYTES + reports.stream().mapToInt(TaskReport::bytes).sum();
    for (SumTree.Node node : nodes) {
      bytes = Math.addExact(bytes, NODE_BYTES);
      if (node.sum() != null) {
        bytes = Math.addExact(bytes, Math.addExact(SUM_BYTES, Float.BYTES * (to - from)));
      }
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(reports.size());
    reports.forEach(report -> report.write(out));
    out.putInt(nodes.size());
    for (SumTree.Node node : nodes) {
      GradientSum sum = node.sum();
      out.putInt(node.level()).putInt(node.index()).putInt(sum == null ? 0 : 1);
      if (sum != null) {
        out.putDouble(sum.lossSum()).putDouble(sum.weightSum()).putLong(sum.rows());
        StepBlock odd = sum.firstOdd() == null ? NONE : sum.firstOdd();
        out.putInt(odd.leaf()).putInt(odd.block());
        out.asFloatBuffer().put(sum.gradient(), from, to - from);
        out.position(out.position() + Float.BYTES * (to - from));
      }
    }
    return out.array();
  }

  /**
   * Adds what {@link #of} packed to a tree.
   *
   * @param payload the bytes
   * @param tree a tree of as many weights as were packed
   * @param note takes what each task tells of itself
   */
  static void push(byte[] payload, SumTree tree, Consumer<TaskReport> note) {
    ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    for (int reports = in.getInt(); reports > 0; reports--) {
      note.accept(TaskReport.read(in));
    }
    for (int nodes = in.getInt(); nodes > 0; nodes--) {
      int level = in.getInt();
      int index = in.getInt();
      GradientSum sum = null;
      if (in.getInt() == 1) {
        double lossSum = in.getDouble();
        double weightSum = in.getDouble();
        long rows = in.getLong();
        StepBlock odd = new StepBlock(in.getInt(), in.getInt());
        float[] gradient = tree.empty().gradient();
        in.asFloatBuffer().get(gradient);
        in.position(in.position() + Float.BYTES * gradient.length);
        sum = new GradientSum(gradient, lossSum, weightSum, rows);
        sum.markOdd(odd.equals(NONE) ? null : odd);
      }
      tree.push(level, index, sum);
    }
  }
}
