package org.spindleml.linalg;

import dev.ludovic.netlib.blas.BLAS;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;

/**
 * Matrix products by OpenBLAS on heap arrays, without copying.
 *
 * <p>{@link OpenBlas} loads this class through {@link OwnClassLoader}; it may use public types
 * only. A product pins its arrays and holds back the garbage collector until it returns: keep
 * blocks to a few hundred rows.
 */
final class OpenBlasGemm implements Gemm {
  private final BLAS blas;
  private final SetNumThreads setNumThreads;
  private final String id;

  /**
   * A kernel on a loaded library.
   *
   * @param blas netlib's JNI binding, bound to our OpenBLAS
   * @param setNumThreads {@code openblas_set_num_threads} of the same OpenBLAS
   * @param id see {@link Gemm#id}
   */
  OpenBlasGemm(BLAS blas, SetNumThreads setNumThreads, String id) {
    this.blas = blas;
    this.setNumThreads = setNumThreads;
    this.id = id;
  }

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

  @Override
  public String id() {
    return id;
  }

  @Override
  public void useOneThread() {
    setNumThreads.call(1);
  }

  @Override
  public String toString() {
    return id;
  }
}
