package org.spindleml.metrics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** An array of sums on the wire: how many are not 0, then index and value of each. */
final class SparseSums {
  private SparseSums() {}

  static void write(DataOutputStream out, double[] sums) throws IOException {
    out.writeInt((int) Arrays.stream(sums).filter(sum -> sum != 0).count());
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != 0) {
        out.writeInt(i);
        out.writeDouble(sums[i]);
      }
    }
  }

  /** Reads into an array of zeros of the right length. */
  static void read(DataInputStream in, double[] sums) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      int i = in.readInt();
      if (i < 0 || i >= sums.length) {
        throw new IOException("sum " + i + " of " + sums.length);
      }
      sums[i] = in.readDouble();
    }
  }
}
