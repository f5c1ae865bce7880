package org.spindleml.nn;

/**
 * A block of rows, packed: what the core computes at once. One batch is filled again and again. Its
 * rows may belong to several sums, one part to each.
 *
 * <p>Integer category columns, when they come, become one more array beside {@code inputs}.
 */
public final class Batch {
  /** Network inputs, rows × width; empty where the batch is sparse. */
  public final float[] inputs;

  /** Labels, rows × targets: class numbers or values. */
  public final float[] labels;

  /** Weight of each row. */
  public final float[] weights;

  /** What is added to the first logit of each row. */
  public final float[] offsets;

  /** Parts of a batch at most. */
  public static final int MOST_PARTS = 4;

  private final int width;
  private final int targets;
  private final SparseInputs sparse;
  private final int[] starts = new int[MOST_PARTS];
  private final CounterRandom[] randoms = new CounterRandom[MOST_PARTS];
  private final long[] firstRows = new long[MOST_PARTS];
  private int parts = 1;
  private int rows;
  private boolean hasOffsets;

  /**
   * Makes an empty batch.
   *
   * @param capacity rows at most
   * @param width inputs of a row
   * @param targets labels of a row; 0 where rows are only scored
   */
  public Batch(int capacity, int width, int targets) {
    this(capacity, width, targets, null);
  }

  /**
   * Makes an empty batch whose rows stay sparse: a network's first layer multiplies what {@link
   * #addSparse} brings, cell by cell. The network must take that ({@link Network#takesSparse}) and
   * know what the base row adds ({@link Network#addBase}).
   *
   * @param capacity rows at most
   * @param width inputs of a row
   * @param targets labels of a row
   * @return the batch
   */
  public static Batch sparse(int capacity, int width, int targets) {
    return new Batch(capacity, width, targets, new SparseInputs(capacity));
  }

  private Batch(int capacity, int width, int targets, SparseInputs sparse) {
    this.width = width;
    this.targets = targets;
    this.sparse = sparse;
    inputs = new float[sparse == null ? Math.multiplyExact(capacity, width) : 0];
    labels = new float[Math.multiplyExact(capacity, targets)];
    weights = new float[capacity];
    offsets = new float[capacity];
  }

  /**
   * Rows that are in it now.
   *
   * @return the number of rows
   */
  public int rows() {
    return rows;
  }

  /**
   * Rows that it can hold.
   *
   * @return the number of rows
   */
  public int capacity() {
    return weights.length;
  }

  /** Empties the batch. */
  public void clear() {
    if (sparse != null) {
      sparse.clear();
    }
    rows = 0;
    hasOffsets = false;
    parts = 1;
    randoms[0] = null;
  }

  /** Ends a part: rows that follow belong to another sum. */
  public void beginPart() {
    starts[parts] = rows;
    randoms[parts++] = null;
  }

  /**
   * Says where in a step the last part is: what dropout sets to 0 depends on nothing else.
   *
   * @param random random numbers of the leaf and step
   * @param row index of the part's first row within the leaf's step
   */
  public void place(CounterRandom random, long row) {
    randoms[parts - 1] = random;
    firstRows[parts - 1] = row;
  }

  /**
   * How many sums its rows belong to.
   *
   * @return the number of parts
   */
  int parts() {
    return parts;
  }

  /**
   * Where a part begins.
   *
   * @param part the part, counted from 0; the number of parts for the end of the last
   * @return the index of its first row
   */
  int start(int part) {
    return part == parts ? rows : starts[part];
  }

  /**
   * Random numbers of a part's leaf and step.
   *
   * @param part the part, counted from 0
   * @return the numbers
   * @throws IllegalStateException if nobody has said where in a step the part is
   */
  CounterRandom random(int part) {
    if (randoms[part] == null) {
      throw new IllegalStateException("dropout needs to know where in its step a batch is");
    }
    return randoms[part];
  }

  /**
   * Where in its leaf's step a part begins.
   *
   * @param part the part, counted from 0
   * @return the index of its first row
   */
  long firstRow(int part) {
    return firstRows[part];
  }

  /**
   * Whether a row's first logit is not the network's alone.
   *
   * @return true if an offset is not 0
   */
  boolean hasOffsets() {
    return hasOffsets;
  }

  /**
   * The inputs of rows that stay sparse.
   *
   * @return the inputs; null where the batch is dense
   */
  SparseInputs sparse() {
    return sparse;
  }

  /**
   * Appends a row without offset.
   *
   * @param from holds the inputs and right behind them the labels
   * @param at where the inputs begin
   * @param weight the row's weight
   */
  public void add(float[] from, int at, float weight) {
    add(from, at, weight, 0);
  }

  /**
   * Appends a row.
   *
   * @param from holds the inputs and right behind them the labels
   * @param at where the inputs begin
   * @param weight the row's weight
   * @param offset what is added to its first logit
   */
  public void add(float[] from, int at, float weight, float offset) {
    System.arraycopy(from, at, inputs, rows * width, width);
    addLabels(from, at + width, weight, offset);
  }

  /**
   * Appends a sparse row. Where the batch is dense, it has all its inputs from then on.
   *
   * @param base the row of which all rows are variations
   * @param from holds the cells where the row differs (a column, as the bits of an int, and the
   *     input, in turn) and right behind them the labels
   * @param at where the cells begin
   * @param cells how many there are
   * @param weight the row's weight
   * @param offset what is added to its first logit
   */
  public void addSparse(float[] base, float[] from, int at, int cells, float weight, float offset) {
    if (sparse != null) {
      sparse.add(from, at, cells, base);
    } else {
      int to = rows * width;
      System.arraycopy(base, 0, inputs, to, width);
      for (int i = at; i < at + 2 * cells; i += 2) {
        inputs[to + Float.floatToRawIntBits(from[i])] = from[i + 1];
      }
    }
    addLabels(from, at + 2 * cells, weight, offset);
  }

  private void addLabels(float[] from, int at, float weight, float offset) {
    System.arraycopy(from, at, labels, rows * targets, targets);
    offsets[rows] = offset;
    hasOffsets |= offset != 0;
    weights[rows++] = weight;
  }

  /**
   * The sum of the rows' weights, in row order.
   *
   * @return the sum
   */
  public double weightSum() {
    return weightSum(0, rows);
  }

  /** The sum of some rows' weights, in row order. */
  double weightSum(int from, int to) {
    double sum = 0;
    for (int r = from; r < to; r++) {
      sum += weights[r];
    }
    return sum;
  }

  /**
   * Each row's share of the weight of all.
   *
   * @param shares what to fill, one a row
   */
  void writeShares(float[] shares) {
    double sum = weightSum();
    for (int r = 0; r < rows; r++) {
      shares[r] = sum > 0 ? (float) (weights[r] / sum) : 0;
    }
  }
}
