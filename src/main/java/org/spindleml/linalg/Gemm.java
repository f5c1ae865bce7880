package org.spindleml.linalg;

import java.util.Optional;

/**
 * The matrix product, the one operation that training spends its time in.
 *
 * <p>All matrices are row-major parts of a {@code float[]}: element (i, j) of a matrix with offset
 * {@code o} and leading dimension {@code ld} is {@code array[o + i * ld + j]}. A leading dimension
 * is the distance between two rows; it may exceed the width of the matrix.
 *
 * <p>A kernel is safe for use by many threads at once, and each call runs on its caller's thread
 * alone. The same shapes and values give the same bits, wherever the matrices lie in their arrays
 * and whoever else is calling, as long as {@link #id} is the same.
 */
public interface Gemm {
  /** The largest k that {@link #addsOnce} tells of. */
  int MOST_ADDED_ONCE = 256;

  /**
   * C = op(A) · op(B) + beta · C, where op transposes or leaves alone.
   *
   * <p>With {@code beta} 0, C is written without being read: NaN in it does not survive.
   *
   * @param transposeA whether A is stored as k×m rather than m×k
   * @param transposeB whether B is stored as n×k rather than k×n
   * @param m rows of C and of op(A)
   * @param n columns of C and of op(B)
   * @param k columns of op(A) and rows of op(B)
   * @param a array that holds A
   * @param aOffset where A begins
   * @param lda distance between two stored rows of A
   * @param b array that holds B
   * @param bOffset where B begins
   * @param ldb distance between two stored rows of B
   * @param beta what C is multiplied by before the product is added; usually 0 or 1
   * @param c array that holds C; must not overlap A or B
   * @param cOffset where C begins
   * @param ldc distance between two rows of C
   */
  void multiply(
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
      int ldc);

  /**
   * Names everything that may change the bits of a product: library, version and processor kernel.
   *
   * @return for example {@code openblas 0.3.31 SkylakeX} or {@code java VectorBLAS 512 jdk 17}
   */
  String id();

  /**
   * Makes each product run on one thread of the library.
   *
   * <p>The setting belongs to the whole process and others may change it, so every task calls this
   * before its first product. It costs well under a microsecond.
   */
  void useOneThread();

  /**
   * The fastest kernel of this machine, chosen once per process.
   *
   * <p>The system property {@code spindle.blas} overrides the choice: {@code java} forces the Java
   * kernel; {@code native}, like nothing at all, takes OpenBLAS where it loads.
   *
   * @return OpenBLAS if it loads, else the Java kernel
   * @throws IllegalArgumentException if {@code spindle.blas} is neither {@code java} nor {@code
   *     native}
   */
  static Gemm best() {
    return GemmChoice.get().kernel();
  }

  /**
   * The product in Java, with the same bits on every machine.
   *
   * @return the kernel
   */
  static Gemm java() {
    return new JavaGemm();
  }

  /**
   * Whether the best kernel makes each product's numbers first and then adds them to C, so that C +
   * A · B and C + (0 + A · B) have the same bits, where k is at most {@link #MOST_ADDED_ONCE}.
   *
   * @return true if it was seen to, on shapes of many kinds
   */
  static boolean addsOnce() {
    return AddedOnce.BEST;
  }

  /**
   * Whether the best kernel gives each row of A · B the same bits, however many rows there are.
   *
   * @param transposeB whether B is stored as n×k rather than k×n
   * @param n columns of B
   * @param k rows of B
   * @param fewest rows of A
   * @param most rows of A
   * @return true if it was seen to, with several numbers of rows from fewest to most
   */
  static boolean rowsApart(boolean transposeB, int n, int k, int fewest, int most) {
    return RowsApart.best(new RowsApart.Shape(transposeB, n, k, fewest, most));
  }

  /**
   * Why {@link #best} is not the native kernel.
   *
   * @return a sentence for people, or empty if {@link #best} is the native kernel
   */
  static Optional<String> whyNotNative() {
    return GemmChoice.get().whyNotNative();
  }
}
