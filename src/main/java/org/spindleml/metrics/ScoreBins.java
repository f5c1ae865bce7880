package org.spindleml.metrics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Weights of the rows of two classes by score, in 65 536 bins: what areas under curves need, in
 * constant memory.
 *
 * <p>The bins are fine where scores crowd. Each half of the probabilities, below and above ½, is
 * cut by the smaller of the two: 8192 equal bins from ¼ to ½, 1024 in each of the 16 octaves from
 * 2⁻¹⁸, 256 in each of the 32 octaves from 2⁻⁵⁰. So rare classes, sure networks and timid ones all
 * keep their order. A bin's number is a piece of the smaller probability's float32 bits, hence the
 * same everywhere.
 */
final class ScoreBins {
  private static final int HALF = 32_768;

  private static final int QUARTER = Float.floatToIntBits(0.25f);
  private static final int SMALL = Float.floatToIntBits(0x1p-18f);

  private final double[] negatives = new double[2 * HALF];
  private final double[] positives = new double[2 * HALF];

  void add(double negative, double positive, boolean isPositive, double weight) {
    (isPositive ? positives : negatives)[bin(negative, positive)] += weight;
  }

  /** Ascending in the probability of the positive class. */
  static int bin(double negative, double positive) {
    return positive < negative ? rank(positive) : 2 * HALF - 1 - rank(negative);
  }

  private static int rank(double smaller) {
    int bits = Float.floatToIntBits((float) smaller);
    int rank;
    if (bits >= QUARTER) {
      rank = HALF - 8192 + ((bits - QUARTER) >> 10); // keeps 13 of the fraction's 23 bits
    } else if (bits >= SMALL) {
      rank = 8192 + ((bits - SMALL) >> 13); // keeps 10
    } else {
      rank = 8192 + ((bits - SMALL) >> 15); // keeps 8
    }
    return Math.min(Math.max(rank, 0), HALF - 1);
  }

  void merge(ScoreBins other) {
    for (int b = 0; b < 2 * HALF; b++) {
      negatives[b] += other.negatives[b];
      positives[b] += other.positives[b];
    }
  }

  /**
   * The chance that a positive row scores above a negative one, ties counting half: the area under
   * the trapezoids of the ROC curve (Fawcett, "An introduction to ROC analysis", 2006, algorithm
   * 3).
   */
  double areaUnderRoc() {
    double below = 0;
    double positiveSum = 0;
    double area = 0;
    for (int b = 0; b < 2 * HALF; b++) {
      area += positives[b] * (below + negatives[b] / 2);
      below += negatives[b];
      positiveSum += positives[b];
    }
    return area / (positiveSum * below);
  }

  /**
   * Average precision: Σ precision × step in recall, from the highest score down. No straight line
   * is drawn between points, which would promise too much (Davis, Goadrich, "The relationship
   * between precision-recall and ROC curves", 2006).
   */
  double areaUnderPrecisionRecall() {
    double predicted = 0;
    double positiveSum = 0;
    double area = 0;
    for (int b = 2 * HALF - 1; b >= 0; b--) {
      positiveSum += positives[b];
      predicted += positives[b] + negatives[b];
      if (positives[b] > 0) {
        area += positives[b] * (positiveSum / predicted);
      }
    }
    return area / positiveSum;
  }

  void write(DataOutputStream out) throws IOException {
    SparseSums.write(out, negatives);
    SparseSums.write(out, positives);
  }

  void read(DataInputStream in) throws IOException {
    SparseSums.read(in, negatives);
    SparseSums.read(in, positives);
  }
}
