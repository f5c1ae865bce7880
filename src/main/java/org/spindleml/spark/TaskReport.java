package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.spindleml.nn.Network;

/**
 * What every task tells of itself beside its sums, first in its payload.
 *
 * @param kernel what multiplied its matrices
 * @param nanos how long the arithmetic took, in nanoseconds; nothing but a report depends on it
 * @param changed what has become of the training data; empty where they are the same. The driver
 *     throws it: a task that threw it would be tried again, in vain
 */
record TaskReport(TaskKernel kernel, long nanos, String changed) {
  /** Of a task that began at some {@link System#nanoTime}. */
  static TaskReport since(Network network, long start) {
    return new TaskReport(TaskKernel.here(network), System.nanoTime() - start, "");
  }

  /** Of a task that met other data. */
  static TaskReport of(Network network, ShardCounts.ChangedException changed) {
    return new TaskReport(TaskKernel.here(network), 0, changed.getMessage());
  }

  /** Bytes that {@link #write} takes. */
  int bytes() {
    int bytes = Long.BYTES;
    for (String text : texts()) {
      bytes += Integer.BYTES + utf8(text).length;
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putLong(nanos);
    for (String text : texts()) {
      byte[] bytes = utf8(text);
      out.putInt(bytes.length).put(bytes);
    }
  }

  static TaskReport read(ByteBuffer in) {
    long nanos = in.getLong();
    return new TaskReport(new TaskKernel(text(in), text(in)), nanos, text(in));
  }

  private String[] texts() {
    return new String[] {kernel.id(), kernel.where(), changed};
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
