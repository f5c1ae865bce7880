package org.spindleml.linalg;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A thread's memory outside of the heap for products of rounded matrices: float32 arrays go in and
 * come out, and a matrix that takes part in several products is rounded once.
 *
 * <p>Owned by one thread at a time. To be closed; nothing of it may be used then.
 */
public final class Bf16Scratch implements AutoCloseable {
  /** Numbers of the largest product: a buffer has less than 2³¹ bytes. */
  private static final int MOST = 1 << 28;

  private final Bf16Gemm gemm;
  private final FloatPointer product;
  private final FloatBuffer productNumbers;
  private final List<Pointer> owned = new ArrayList<>();
  private final Bf16Rounding rounding = new Bf16Rounding(MOST);

  /**
   * Makes room.
   *
   * @param gemm the kernel
   * @param largestProduct numbers of the largest product
   * @throws IllegalArgumentException if they are more than 2²⁸
   */
  public Bf16Scratch(Bf16Gemm gemm, int largestProduct) {
    if (largestProduct > MOST) {
      throw new IllegalArgumentException(
          "a product of bfloat16 has at most "
              + MOST
              + " numbers, found "
              + largestProduct
              + ": set blockSize lower, use fewer units, or set precision to float32");
    }
    this.gemm = gemm;
    product = new FloatPointer(largestProduct);
    productNumbers = product.asBuffer();
    owned.add(product);
  }

  /**
   * Makes room for an operand.
   *
   * @param capacity numbers that it can hold
   * @return the operand, which ends with this memory
   */
  public Bf16Matrix matrix(int capacity) {
    Bf16Matrix matrix = new Bf16Matrix(capacity);
    owned.add(matrix.pointer);
    return matrix;
  }

  /**
   * Fills an operand with numbers, rounded as {@link Bf16Rounding} says.
   *
   * @param x array that holds the numbers
   * @param offset where they begin
   * @param length how many
   * @param to what to fill
   */
  public void round(float[] x, int offset, int length, Bf16Matrix to) {
    to.numbers.clear();
    rounding.narrow(x, offset, length, to.numbers);
  }

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
   * @param c array that holds C, row-major without gaps
   * @param cOffset where C begins
   */
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Bf16Matrix a,
      Bf16Matrix b,
      float beta,
      float[] c,
      int cOffset) {
    if (beta != 0) {
      productNumbers.clear();
      productNumbers.put(c, cOffset, m * n);
    }
    gemm.multiply(transposeA, transposeB, m, n, k, a.pointer, b.pointer, beta, product);
    productNumbers.clear();
    productNumbers.get(c, cOffset, m * n);
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    owned.forEach(Pointer::deallocate);
    owned.clear();
  }
}
