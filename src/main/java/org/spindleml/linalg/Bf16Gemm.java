package org.spindleml.linalg;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * The matrix product of operands in bfloat16, the upper half of a float32: the same range, 8
 * significant bits. Sums are float32.
 *
 * <p>All matrices are row-major, without gaps between rows, and outside of the heap ({@link
 * Bf16Scratch}). A kernel is safe for use by many threads at once, and each call runs on its
 * caller's thread alone. The same shapes and values give the same bits, whoever else is calling, as
 * long as {@link #id} is the same.
 */
public interface Bf16Gemm {

  /**
   * C = op(A) · op(B) + beta · C, where op transposes or leaves alone.
   *
   * @param transposeA whether A is stored as k×m rather than m×k
   * @param transposeB whether B is stored as n×k rather than k×n
   * @param m rows of C and of op(A)
   * @param n columns of C and of op(B)
   * @param k columns of op(A) and rows of op(B)
   * @param a A
   * @param b B
   * @param beta 0, and C is written without being read, or 1
   * @param c C; must not overlap A or B
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      ShortPointer a,
      ShortPointer b,
      float beta,
      FloatPointer c);

  /**
   * Names everything that may change the bits of a product: library, version and processor.
   *
   * @return for example {@code mkl 2025.3 20251007 amx GenuineIntel 6-143}
   */
  String id();

  /**
   * The kernel of this machine, looked for once per process.
   *
   * @return Intel MKL, where it is on the class path and the processor has AMX; else empty
   */
  static Optional<Bf16Gemm> offered() {
    return Bf16Choice.get().kernel();
  }

  /**
   * Why there is no kernel.
   *
   * @return a part of a sentence for people, or empty if there is one
   */
  static Optional<String> whyNotOffered() {
    return Bf16Choice.get().whyNot();
  }
}
