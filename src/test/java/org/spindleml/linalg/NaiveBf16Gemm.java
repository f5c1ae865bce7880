package org.spindleml.linalg;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** The definition of the product, summed in double: what the fast kernel must agree with. */
public final class NaiveBf16Gemm implements Bf16Gemm {
  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      ShortPointer a,
      ShortPointer b,
      float beta,
      FloatPointer c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = beta == 0 ? 0 : beta * c.get((long) i * n + j);
        for (int l = 0; l < k; l++) {
          double left = widen(a.get(transposeA ? (long) l * m + i : (long) i * k + l));
          double right = widen(b.get(transposeB ? (long) j * k + l : (long) l * n + j));
          sum += left * right;
        }
        c.put((long) i * n + j, (float) sum);
      }
    }
  }

  static float widen(short upper) {
    return Float.intBitsToFloat(upper << 16);
  }

  @Override
  public String id() {
    return "naive";
  }
}
