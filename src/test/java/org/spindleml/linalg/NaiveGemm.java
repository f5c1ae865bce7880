package org.spindleml.linalg;

/** The definition of a matrix product, summed in double: what the fast kernels must agree with. */
final class NaiveGemm implements Gemm {

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
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int ij = cOffset + i * ldc + j;
        double sum = beta == 0 ? 0 : (double) beta * c[ij];
        for (int l = 0; l < k; l++) {
          double left = a[aOffset + (transposeA ? l * lda + i : i * lda + l)];
          double right = b[bOffset + (transposeB ? j * ldb + l : l * ldb + j)];
          sum += left * right;
        }
        c[ij] = (float) sum;
      }
    }
  }

  @Override
  public String id() {
    return "naive";
  }

  @Override
  public void useOneThread() {}
}
