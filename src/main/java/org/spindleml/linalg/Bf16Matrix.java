package org.spindleml.linalg;

import java.nio.ShortBuffer;
import org.bytedeco.javacpp.ShortPointer;

/** Room for an operand in bfloat16, outside of the heap; see {@link Bf16Scratch#matrix}. */
public final class Bf16Matrix {
  final ShortPointer pointer;
  final ShortBuffer numbers;

  Bf16Matrix(int capacity) {
    pointer = new ShortPointer(capacity);
    numbers = pointer.asBuffer();
  }
}
