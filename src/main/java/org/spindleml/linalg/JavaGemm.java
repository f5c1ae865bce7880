package org.spindleml.linalg;

import dev.ludovic.netlib.blas.JavaBLAS;
import java.lang.reflect.Field;

/**
 * Matrix products by netlib's Java kernels: on the Vector API where the module {@code
 * jdk.incubator.vector} is present, in plain loops elsewhere.
 */
final class JavaGemm implements Gemm {
  private final JavaBLAS blas = JavaBLAS.getInstance();
  private final String id =
      "java "
          + blas.getClass().getSimpleName()
          + vectorWidth()
          + " jdk "
          + Runtime.version().feature();

  /** BLAS is column-major, hence reads each matrix transposed: Cᵀ = op(B)ᵀ · op(A)ᵀ. */
  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    String opA = transposeA ? "T" : "N";
    String opB = transposeB ? "T" : "N";
    blas.sgemm(opB, opA, n, m, k, 1f, b, bOffset, ldb, a, aOffset, lda, beta, c, cOffset, ldc);
  }

  /**
   * The vectors of the kernel: the order of its sums depends on their width.
   *
   * @return for example {@code 512} bits; empty for plain loops
   */
  private String vectorWidth() {
    try {
      Field species = blas.getClass().getDeclaredField("FMAX");
      species.setAccessible(true);
      Class<?> type = Class.forName("jdk.incubator.vector.VectorSpecies");
      return " " + type.getMethod("vectorBitSize").invoke(species.get(null));
    } catch (ReflectiveOperationException e) {
      return "";
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void useOneThread() {}

  @Override
  public String toString() {
    return id;
  }
}
