package org.spindleml.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A named array of numbers, as a safetensors file holds it.
 *
 * @param name its name in the file
 * @param type of its numbers
 * @param shape its dimensions, outermost first (row-major); none for a single number
 * @param data its numbers, little-endian; not to be changed
 */
public record Tensor(String name, Type type, List<Integer> shape, ByteBuffer data) {
  /** Types of numbers that we write and read. */
  public enum Type {
    /** IEEE 754 single precision. */
    F32(Float.BYTES),
    /** IEEE 754 double precision. */
    F64(Double.BYTES);

    /** Bytes of a number. */
    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * Checks that the numbers fill the shape.
   *
   * @throws IllegalArgumentException if a dimension is negative or the sizes differ
   */
  public Tensor {
    shape = List.copyOf(shape);
    data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    long expected = bytes(type, shape);
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + " of shape "
              + shape
              + " takes "
              + (expected < 0 ? "too many" : expected)
              + " bytes, got "
              + data.remaining());
    }
  }

  /**
   * A tensor of floats.
   *
   * @param name its name in the file
   * @param shape its dimensions
   * @param values holds the numbers
   * @param at where they begin
   * @return the tensor, with a copy of the numbers
   */
  public static Tensor ofFloats(String name, List<Integer> shape, float[] values, int at) {
    int length = shape.stream().reduce(1, Math::multiplyExact);
    ByteBuffer data = allocate(name, Type.F32, length);
    data.asFloatBuffer().put(values, at, length);
    return new Tensor(name, Type.F32, shape, data);
  }

  /**
   * A vector of doubles.
   *
   * @param name its name in the file
   * @param values the numbers
   * @return the tensor, with a copy of the numbers
   */
  public static Tensor ofDoubles(String name, double[] values) {
    ByteBuffer data = allocate(name, Type.F64, values.length);
    data.asDoubleBuffer().put(values);
    return new Tensor(name, Type.F64, List.of(values.length), data);
  }

  private static ByteBuffer allocate(String name, Type type, int length) {
    long bytes = (long) length * type.bytes;
    if (bytes > Safetensors.LONGEST_FILE) {
      throw new IllegalArgumentException(
          "tensor " + name + " takes " + bytes + " bytes; at most " + Safetensors.LONGEST_FILE);
    }
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies the numbers out.
   *
   * @param to where to write them
   * @param at where they begin there
   * @throws IllegalStateException if they are not floats
   */
  public void copyFloats(float[] to, int at) {
    require(Type.F32);
    data.asFloatBuffer().get(to, at, data.remaining() / Float.BYTES);
  }

  /**
   * Copies the numbers out.
   *
   * @return the numbers
   * @throws IllegalStateException if they are not doubles
   */
  public double[] toDoubles() {
    require(Type.F64);
    double[] values = new double[data.remaining() / Double.BYTES];
    data.asDoubleBuffer().get(values);
    return values;
  }

  private void require(Type expected) {
    if (type != expected) {
      throw new IllegalStateException("tensor " + name + " holds " + type + ", not " + expected);
    }
  }

  /** The product of the shape times the size of a number; −1 if it is negative or above 2⁶³ − 1. */
  static long bytes(Type type, List<Integer> shape) {
    if (shape.contains(0)) {
      return 0;
    }
    long bytes = type.bytes;
    for (int dimension : shape) {
      if (dimension < 0 || bytes > Long.MAX_VALUE / dimension) {
        return -1;
      }
      bytes *= dimension;
    }
    return bytes;
  }
}
