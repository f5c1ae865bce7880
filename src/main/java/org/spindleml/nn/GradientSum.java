package org.spindleml.nn;

import org.spindleml.linalg.ThreadTeam;
import org.spindleml.linalg.VectorMath;

/**
 * What travels: the sum over rows of weight × gradient, of weight × loss and of weights, and how
 * many rows there were. Sums of disjoint rows add up; a mean would not.
 */
public final class GradientSum {
  private final float[] gradient;
  private double lossSum;
  private double weightSum;
  private long rows;
  private StepBlock firstOdd;

  /** The sum that holds this one's gradients of weight matrices in its own; null for none. */
  private GradientSum host;

  /** Where matrices are: the first number of each and behind its last. */
  private int[] matrices;

  /**
   * The sum over no rows.
   *
   * @param size how many weights the network has
   */
  public GradientSum(int size) {
    this(new float[size], 0, 0, 0);
  }

  /**
   * A sum as it came from elsewhere.
   *
   * @param gradient Σ weight × gradient; kept, not copied
   * @param lossSum Σ weight × loss
   * @param weightSum Σ weight
   * @param rows how many rows
   */
  public GradientSum(float[] gradient, double lossSum, double weightSum, long rows) {
    this.gradient = gradient;
    this.lossSum = lossSum;
    this.weightSum = weightSum;
    this.rows = rows;
  }

  /**
   * The first block that brought infinity or NaN.
   *
   * @return the block of the lowest leaf, or null if none is known: sums of finite numbers may
   *     overflow, too
   */
  public StepBlock firstOdd() {
    return firstOdd;
  }

  /**
   * Says which block brought infinity or NaN, unless an earlier one is known.
   *
   * @param block the block; null for none
   */
  public void markOdd(StepBlock block) {
    if (firstOdd == null) {
      firstOdd = block;
    }
  }

  /**
   * Σ weight × gradient.
   *
   * @return the live array, as long as the network's weights
   */
  public float[] gradient() {
    return gradient;
  }

  /**
   * Σ weight × loss.
   *
   * @return the sum
   */
  public double lossSum() {
    return lossSum;
  }

  /**
   * Σ weight.
   *
   * @return the sum
   */
  public double weightSum() {
    return weightSum;
  }

  /**
   * How many rows were added.
   *
   * @return the number of rows
   */
  public long rows() {
    return rows;
  }

  /** Where the gradients of weight matrices are added. */
  float[] matrixGradient() {
    return host == null ? gradient : host.gradient;
  }

  /** Makes this the sum over no rows again. */
  public void clear() {
    java.util.Arrays.fill(gradient, 0);
    host = null;
    clearCounts();
  }

  /**
   * Makes this a sum over no rows that is to be added to another one, and to nothing else: its
   * gradients of weight matrices are added there at once, the rest by {@link #add}.
   *
   * @param other the sum that it is for, of the same network
   * @param ranges where the network's weight matrices are, see {@link Network#matrices}
   */
  public void clearBeside(GradientSum other, int[] ranges) {
    host = other;
    matrices = ranges;
    outside((from, to) -> java.util.Arrays.fill(gradient, from, to, 0));
    clearCounts();
  }

  /** A range of numbers. */
  private interface Range {
    void accept(int from, int to);
  }

  private void outside(Range range) {
    int from = 0;
    for (int i = 0; i < matrices.length; i += 2) {
      range.accept(from, matrices[i]);
      from = matrices[i + 1];
    }
    range.accept(from, gradient.length);
  }

  private void clearCounts() {
    lossSum = 0;
    weightSum = 0;
    rows = 0;
    firstOdd = null;
  }

  /**
   * Counts rows whose gradients have been added to {@link #gradient} directly.
   *
   * @param addedLoss their Σ weight × loss
   * @param addedWeight their Σ weight
   * @param addedRows how many
   */
  void count(double addedLoss, double addedWeight, long addedRows) {
    lossSum += addedLoss;
    weightSum += addedWeight;
    rows += addedRows;
  }

  /**
   * Adds the sum of other rows.
   *
   * @param other a sum of the same network
   */
  public void add(GradientSum other) {
    add(other, ThreadTeam.ALONE);
  }

  /**
   * Adds the sum of other rows.
   *
   * @param other a sum of the same network
   * @param team who adds
   */
  public void add(GradientSum other, ThreadTeam team) {
    if (other.host == null) {
      team.ranges(gradient.length, (from, to) -> addRange(other, from, to));
    } else if (other.host == this) {
      other.outside((from, to) -> addRange(other, from, to));
    } else {
      throw new IllegalStateException("a part of the sum is in another one");
    }
    count(other.lossSum, other.weightSum, other.rows);
    markOdd(other.firstOdd);
  }

  private void addRange(GradientSum other, int from, int to) {
    VectorMath.add(other.gradient, from, gradient, from, to - from);
  }

  /**
   * Divides by the sum of weights, in place.
   *
   * @return the cost and its gradient; the array is this sum's own
   * @throws IllegalStateException if there is no weight to divide by
   */
  public MeanGradient mean() {
    return mean(ThreadTeam.ALONE);
  }

  /**
   * Divides by the sum of weights, in place: the only division in the program.
   *
   * @param team who divides
   * @return the cost and its gradient; the array is this sum's own
   * @throws IllegalStateException if there is no weight to divide by
   */
  public MeanGradient mean(ThreadTeam team) {
    if (!(weightSum > 0)) {
      throw new IllegalStateException("mean over " + rows + " rows of weight " + weightSum);
    }
    float divisor = (float) weightSum;
    boolean finite =
        team.all(
            gradient.length,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                gradient[i] /= divisor;
              }
              return VectorMath.allFinite(gradient, from, to - from);
            });
    double loss = lossSum / weightSum;
    return new MeanGradient(gradient, loss, finite && Double.isFinite(loss));
  }

  @Override
  public String toString() {
    return "gradient sum over " + rows + " rows, loss " + lossSum + ", weight " + weightSum;
  }
}
