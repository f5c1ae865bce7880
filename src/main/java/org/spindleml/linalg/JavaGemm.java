package org.spindleml.linalg;

import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * Matrix products by netlib's Java kernels: on the Vector API where the module {@code
 * jdk.incubator.vector} is present, in plain loops elsewhere.
 */
final class JavaGemm implements Gemm {
  private final JavaBLAS blas = JavaBLAS.getInstance();

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
    blas.sgemm(
        transposeB ? "T" : "N",
        transposeA ? "T" : "N",
        n,
        m,
        k,
        1f,
        b,
        bOffset,
        ldb,
        a,
        aOffset,
        lda,
        beta,
        c,
        cOffset,
        ldc);
  }

  @Override
  public String id() {
    return "java " + blas.getClass().getSimpleName();
  }

  @Override
  public void useOneThread() {}

  @Override
  public String toString() {
    return id();
  }
}
