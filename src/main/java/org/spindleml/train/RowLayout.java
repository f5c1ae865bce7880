package org.spindleml.train;

import java.io.Serializable;
import java.util.Optional;
import org.spindleml.nn.Batch;
import org.spindleml.nn.Network;
import org.spindleml.table.Standardizer;

/**
 * How a row lies in a {@link Shard}: its inputs, its labels, then its offset and its weight where
 * rows have some of their own.
 *
 * @param inputs numbers the network sees
 * @param targets labels
 * @param offset whether an offset follows; otherwise every row's is 0
 * @param weighted whether a weight follows; otherwise every row weighs 1
 * @param sparse how inputs are kept sparse; null where a row has all of them
 */
public record RowLayout(
    int inputs, int targets, boolean offset, boolean weighted, SparseForm sparse)
    implements Serializable {
  /**
   * A layout of dense rows.
   *
   * @param inputs numbers the network sees
   * @param targets labels
   * @param offset whether an offset follows; otherwise every row's is 0
   * @param weighted whether a weight follows; otherwise every row weighs 1
   */
  public RowLayout(int inputs, int targets, boolean offset, boolean weighted) {
    this(inputs, targets, offset, weighted, null);
  }

  /**
   * A layout of dense rows without offsets.
   *
   * @param inputs numbers the network sees
   * @param targets labels
   * @param weighted whether a weight follows; otherwise every row weighs 1
   */
  public RowLayout(int inputs, int targets, boolean weighted) {
    this(inputs, targets, false, weighted);
  }

  /** The same, with inputs kept so. */
  RowLayout of(SparseForm form) {
    return new RowLayout(inputs, targets, offset, weighted, form);
  }

  /**
   * The same for a table whose rows are kept sparse where that is clearly smaller ({@link
   * SparseForm}).
   *
   * @param scaling of the inputs
   * @param nonZeros of each column, in how many rows it is not 0
   * @param rows how many rows there are, more than 0
   * @param network the network that they train
   * @return a layout of sparse or of dense rows
   */
  public RowLayout sparseWhereSmaller(
      Standardizer scaling, long[] nonZeros, long rows, Network network) {
    return SparseForm.choose(this, scaling, nonZeros, rows, network);
  }

  /**
   * Whether rows are kept sparse.
   *
   * @return false where a row has all its inputs
   */
  public boolean isSparse() {
    return sparse != null;
  }

  /**
   * Whether the first layer multiplies sparse rows as they are.
   *
   * @return false where blocks are dense
   */
  boolean multipliesSparse() {
    return sparse != null && sparse.byProduct();
  }

  /**
   * Numbers behind a row's inputs.
   *
   * @return targets, one more for an offset and one more for a weight
   */
  public int tail() {
    return targets + (offset ? 1 : 0) + (weighted ? 1 : 0);
  }

  /**
   * Numbers a dense row takes.
   *
   * @return inputs + targets, one more for an offset and one more for a weight
   */
  public int stride() {
    return inputs + tail();
  }

  /**
   * Numbers that rows take; of sparse rows, which differ, by their average.
   *
   * @param rows how many rows
   * @return four-byte numbers
   */
  public long numbers(long rows) {
    return sparse == null
        ? rows * stride()
        : rows * (1 + tail()) + (long) Math.ceil(2 * sparse.cells() * rows);
  }

  /**
   * Numbers that the inputs of a row take in a block; of sparse rows by their average.
   *
   * @return four-byte numbers
   */
  public int blockInputs() {
    return multipliesSparse() ? (int) Math.ceil(2 * sparse.cells()) : inputs;
  }

  /**
   * A batch for such rows.
   *
   * @param capacity rows at most
   * @return an empty batch
   */
  Batch batch(int capacity) {
    return multipliesSparse()
        ? Batch.sparse(capacity, inputs, targets)
        : new Batch(capacity, inputs, targets);
  }

  /**
   * Says what is gained where rows are kept sparse.
   *
   * @param rows how many there are
   * @return a line for a log; empty where rows are dense
   */
  public Optional<String> describeSparse(long rows) {
    return Optional.ofNullable(sparse).map(form -> form.describe(this, rows));
  }
}
