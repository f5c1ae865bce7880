package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.spindleml.nn.GradientSum;
import org.spindleml.train.SumTree;

/**
 * A task's result as bytes: the kernel that computed it, then the nodes of its tree, each with
 * level, index and sum.
 */
final class SumPayload {
  private SumPayload() {}

  /**
   * Packs a task's nodes.
   *
   * @param kernel what multiplied the task's matrices
   * @param nodes the nodes
   * @return the bytes
   */
  static byte[] of(TaskKernel kernel, List<SumTree.Node> nodes) {
    byte[] id = kernel.id().getBytes(StandardCharsets.UTF_8);
    byte[] where = kernel.where().getBytes(StandardCharsets.UTF_8);
    int bytes = 3 * Integer.BYTES + id.length + where.length;
    for (SumTree.Node node : nodes) {
      bytes = Math.addExact(bytes, 3 * Integer.BYTES);
      if (node.sum() != null) {
        bytes = Math.addExact(bytes, 3 * Long.BYTES + Float.BYTES * node.sum().gradient().length);
      }
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(id.length).put(id).putInt(where.length).put(where).putInt(nodes.size());
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
   * @return the kernel that computed them
   */
  static TaskKernel push(byte[] payload, int size, SumTree tree) {
    ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    TaskKernel kernel = new TaskKernel(text(in), text(in));
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
    return kernel;
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[in.getInt()];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
