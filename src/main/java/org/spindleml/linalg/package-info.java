/**
 * Float32 blocks: matrix products and loops over vectors.
 *
 * <p>Read {@link org.spindleml.linalg.Gemm} first, the one matrix product of the program with its
 * native and Java kernels, then {@link org.spindleml.linalg.VectorMath}, elementwise functions in
 * plain arithmetic that the just-in-time compiler vectorises. Matrices are row-major parts of a
 * {@code float[]}.
 *
 * <p>Depends on nothing else of Spindle.
 */
package org.spindleml.linalg;
