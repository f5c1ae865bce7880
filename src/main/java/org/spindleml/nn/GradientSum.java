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

  /** Makes this the sum over no rows again. */
  public void clear() {
    java.util.Arrays.fill(gradient, 0);
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
    team.ranges(
        gradient.length,
        (from, to) -> VectorMath.add(other.gradient, from, gradient, from, to - from));
    count(other.lossSum, other.weightSum, other.rows);
    markOdd(other.firstOdd);
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
