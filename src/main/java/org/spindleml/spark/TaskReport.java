package org.spindleml.spark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What every task tells of itself beside its sums, first in its payload.
 *
 * @param kernel id of the matrix kernel that computed them
 * @param nanos how long the arithmetic took, in nanoseconds; nothing but a report depends on it
 */
record TaskReport(String kernel, long nanos) {
  /** Bytes that {@link #write} takes. */
  int bytes() {
    return Long.BYTES + Integer.BYTES + kernel.getBytes(StandardCharsets.UTF_8).length;
  }

  void write(ByteBuffer out) {
    byte[] name = kernel.getBytes(StandardCharsets.UTF_8);
    out.putLong(nanos).putInt(name.length).put(name);
  }

  static TaskReport read(ByteBuffer in) {
    long nanos = in.getLong();
    byte[] name = new byte[in.getInt()];
    in.get(name);
    return new TaskReport(new String(name, StandardCharsets.UTF_8), nanos);
  }
}
