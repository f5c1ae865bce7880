package org.spindleml.metrics;

/**
 * Sums over weighted rows of which metrics are made. Those of parts are merged; merged in the same
 * order they give the same bits.
 *
 * @param <S> the class of sums
 */
public interface Sums<S extends Sums<S>> {
  /**
   * How many rows were added with a weight above 0.
   *
   * @return the number of rows
   */
  long rows();

  /**
   * Adds another's sums to these.
   *
   * @param other sums of other rows of the same kind; unchanged
   * @throws IllegalArgumentException if they are of another kind
   */
  void merge(S other);

  /**
   * Packs the sums for the wire.
   *
   * @return bytes that the class's own {@code fromBytes} of the same version takes
   */
  byte[] toBytes();
}
