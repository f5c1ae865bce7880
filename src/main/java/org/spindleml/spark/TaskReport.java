package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What every task tells of itself beside its sums, first in its payload.
 *
 * @param kernel what multiplied its matrices
 * @param nanos how long the arithmetic took, in nanoseconds; nothing but a report depends on it
 */
record TaskReport(TaskKernel kernel, long nanos) {
  /** Bytes that {@link #write} takes. */
  int bytes() {
    return Long.BYTES + 2 * Integer.BYTES + utf8(kernel.id()).length + utf8(kernel.where()).length;
  }

  void write(ByteBuffer out) {
    out.putLong(nanos);
    for (String text : new String[] {kernel.id(), kernel.where()}) {
      byte[] bytes = utf8(text);
      out.putInt(bytes.length).put(bytes);
    }
  }

  static TaskReport read(ByteBuffer in) {
    long nanos = in.getLong();
    return new TaskReport(new TaskKernel(text(in), text(in)), nanos);
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
