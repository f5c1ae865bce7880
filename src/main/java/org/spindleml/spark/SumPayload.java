package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.spindleml.nn.GradientSum;
import org.spindleml.train.SumTree;

/**
 * A task's result as bytes: its report, then the nodes of its tree, each with level, index and sum.
 */
final class SumPayload {
  private static final int NODE_BYTES = 3 * Integer.BYTES;
  private static final int SUM_BYTES = 3 * Long.BYTES;

  private SumPayload() {}

  /** Bytes of a result of so many sums, but for the task's report. */
  static long bytes(int sums, int size) {
    return sums * (NODE_BYTES + SUM_BYTES + (long) Float.BYTES * size);
  }

  /**
   * Packs a task's nodes.
   *
   * @param report what the task tells of itself
   * @param nodes the nodes
   * @return the bytes
   */
  static byte[] of(TaskReport report, List<SumTree.Node> nodes) {
    int bytes = report.bytes() + Integer.BYTES;
    for (SumTree.Node node : nodes) {
      bytes = Math.addExact(bytes, NODE_BYTES);
      if (node.sum() != null) {
        bytes = Math.addExact(bytes, SUM_BYTES + Float.BYTES * node.sum().gradient().length);
      }
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    report.write(out);
    out.putInt(nodes.size());
    for (SumTree.Node node : nodes) {
      GradientSum sum = node.sum();
      out.putInt(node.level()).putInt(node.index()).putInt(sum == null ? 0 : 1);
      if (sum != null) {
        out.putDouble(sum.lossSum()).putDouble(sum.weightSum()).putLong(sum.rows());
        out.asFloatBuffer().put(sum.gradient());
        out.position(out.position() + Float.BYTES * sum.gradient().length);
      }
    }
    return out.array();
  }

  /**
   * Pushes a task's nodes onto the driver's tree.
   *
   * @param payload what {@link #of} made
   * @param size how many weights the network has
   * @param tree the tree; nodes further left have been pushed already
   * @return what the task tells of itself
   */
  static TaskReport push(byte[] payload, int size, SumTree tree) {
    ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    TaskReport report = TaskReport.read(in);
    for (int nodes = in.getInt(); nodes > 0; nodes--) {
      int level = in.getInt();
      int index = in.getInt();
      GradientSum sum = null;
      if (in.getInt() == 1) {
        double lossSum = in.getDouble();
        double weightSum = in.getDouble();
        long rows = in.getLong();
        float[] gradient = new float[size];
        in.asFloatBuffer().get(gradient);
        in.position(in.position() + Float.BYTES * size);
        sum = new GradientSum(gradient, lossSum, weightSum, rows);
      }
      tree.push(level, index, sum);
    }
    return report;
  }
}
