/**
 * Float32 blocks: matrix products, some of numbers rounded to bfloat16, and loops over vectors.
 *
 * <p>Read {@link org.spindleml.linalg.Gemm} first, the one matrix product of the program with its
 * native and Java kernels, then {@link org.spindleml.linalg.VectorMath}, elementwise functions in
 * plain arithmetic that the just-in-time compiler vectorises. Matrices are row-major parts of a
 * {@code float[]}. {@link org.spindleml.linalg.Bf16Scratch} multiplies rounded matrices, where the
 * machine has a {@link org.spindleml.linalg.Bf16Gemm}.
 *
 * <p>Depends on nothing else of Spindle.
 */
package org.spindleml.linalg;
