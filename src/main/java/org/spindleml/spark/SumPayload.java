package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.spindleml.linalg.Bf16Rounding;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.StepBlock;
import org.spindleml.nn.SumFormat;
import org.spindleml.train.SumTree;

/**
 * Sums as bytes: reports of tasks, then nodes of their tree, each with level, index and sum, or a
 * slice of it. Numbers are written as their format says, which loses nothing: nodes have been
 * rounded.
 */
final class SumPayload {
  private static final int NODE_BYTES = 3 * Integer.BYTES;
  private static final int ODD_BYTES = 2 * Integer.BYTES;
  private static final int SUM_BYTES = 3 * Long.BYTES + ODD_BYTES;

  /** In the place of a block where none is marked. */
  private static final StepBlock NONE = new StepBlock(-1, -1);

  private SumPayload() {}

  /** Bytes of a result of so many sums, but for the task's report. */
  static long bytes(int sums, SumFormat format) {
    return sums * (NODE_BYTES + SUM_BYTES + format.bytes());
  }

  /** Packs whole sums of a task. */
  static byte[] of(TaskSums sums, SumFormat format) {
    return of(List.of(sums.report()), sums.nodes(), format, 0);
  }

  /**
   * Packs a range of the weights.
   *
   * @param reports what tasks tell of themselves
   * @param nodes the nodes
   * @param range the format of the range
   * @param from the first weight
   * @return the bytes
   */
  static byte[] of(List<TaskReport> reports, List<SumTree.Node> nodes, SumFormat range, int from) {
    long bytes = 2 * Integer.BYTES + reports.stream().mapToInt(TaskReport::bytes).sum();
    for (SumTree.Node node : nodes) {
      bytes += NODE_BYTES + (node.sum() == null ? 0 : SUM_BYTES + range.bytes());
    }
    Bf16Rounding rounding = new Bf16Rounding(range.rounded());
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
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
        write(sum.gradient(), from, range, rounding, out);
      }
    }
    return out.array();
  }

  private static void write(
      float[] x, int from, SumFormat range, Bf16Rounding rounding, ByteBuffer out) {
    int rounded = range.rounded();
    rounding.narrow(x, from, rounded, out.asShortBuffer());
    out.position(out.position() + Short.BYTES * rounded);
    int others = range.size() - rounded;
    out.asFloatBuffer().put(x, from + rounded, others);
    out.position(out.position() + Float.BYTES * others);
  }

  /**
   * Adds what {@link #of} packed to a tree.
   *
   * @param payload the bytes
   * @param tree a tree of the format in which they were packed
   * @param note takes what each task tells of itself
   */
  static void push(byte[] payload, SumTree tree, Consumer<TaskReport> note) {
    ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    for (int reports = in.getInt(); reports > 0; reports--) {
      note.accept(TaskReport.read(in));
    }
    Bf16Rounding rounding = new Bf16Rounding(tree.format().rounded());
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
        read(in, tree.format(), rounding, gradient);
        sum = new GradientSum(gradient, lossSum, weightSum, rows);
        sum.markOdd(odd.equals(NONE) ? null : odd);
      }
      tree.push(level, index, sum);
    }
  }

  private static void read(ByteBuffer in, SumFormat format, Bf16Rounding rounding, float[] x) {
    int rounded = format.rounded();
    rounding.widen(in.asShortBuffer(), x, 0, rounded);
    in.position(in.position() + Short.BYTES * rounded);
    int others = format.size() - rounded;
    in.asFloatBuffer().get(x, rounded, others);
    in.position(in.position() + Float.BYTES * others);
  }
}
