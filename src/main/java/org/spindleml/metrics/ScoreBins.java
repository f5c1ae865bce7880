package org.spindleml.metrics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights of the rows of two classes by score, in at most 65 536 bins: what areas under curves
 * need, in bounded memory.
 *
 * <p>A score's code is the float32 bits of the smaller of the two probabilities, so that codes are
 * as fine near 1 as near 0, and finest where a probability is small. A bin holds the codes that
 * agree but for their last bits; how many bits that is, the coarseness, is the least with which the
 * scores fill no more than 65 536 bins. So scores are told apart as they are while there are no
 * more of them, and otherwise as finely as the range that they crowd in allows. The coarseness is a
 * function of the set of scores, not of the order in which they or their parts come.
 */
final class ScoreBins {
  static final int MOST = 65_536;

  /** The code of ½; codes of larger scores lie above it. */
  private static final int HALF = Float.floatToIntBits(0.5f);

  /** Smaller probabilities count as this one: 1e-15, as in log loss. */
  private static final int LEAST = Float.floatToIntBits(0x1p-50f);

  private static final int FREE = -1;

  /** How many of a code's last bits are left out. */
  private int coarseness;

  private int bins;

  /**
   * An open hash table with as many places as a power of two: code &gt;&gt; coarseness, or free.
   */
  private int[] keys;

  /** Of each place the weight of its negative and of its positive rows. */
  private double[] weights;

  ScoreBins() {
    allocate(256);
  }

  private void allocate(int places) {
    bins = 0;
    keys = new int[places];
    Arrays.fill(keys, FREE);
    weights = new double[2 * places];
  }

  void add(double negative, double positive, boolean isPositive, double weight) {
    add(code(negative, positive), isPositive ? 1 : 0, weight);
  }

  /** Ascending in the probability of the positive class, from 0 to 2 HALF + 1. */
  static int code(double negative, double positive) {
    return positive < negative ? code(positive) : 2 * HALF + 1 - code(negative);
  }

  private static int code(double smaller) {
    return Math.min(Math.max(Float.floatToIntBits((float) smaller), LEAST), HALF);
  }

  int bins() {
    return bins;
  }

  int coarseness() {
    return coarseness;
  }

  private void add(int code, int kind, double weight) {
    int place = place(code >> coarseness);
    while (keys[place] == FREE && !claim(place, code >> coarseness)) {
      place = place(code >> coarseness);
    }
    weights[2 * place + kind] += weight;
  }

  /** Where a bin is, or would be. */
  private int place(int key) {
    int mask = keys.length - 1;
    int place = (key * 0x9e3779b1 >>> 15) & mask; // Knuth's multiplicative hashing
    while (keys[place] != FREE && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /** Opens a bin; false if the table had to change first. */
  private boolean claim(int place, int key) {
    if (bins == MOST) {
      coarsen();
      return false;
    }
    if (2 * bins == keys.length) {
      rebuild(2 * keys.length, 0);
      return false;
    }
    keys[place] = key;
    bins++;
    return true;
  }

  /** One bit at a time, so that every sum is of two bins, which has no order. */
  private void coarsen() {
    coarseness++;
    rebuild(keys.length, 1);
  }

  private void rebuild(int places, int shift) {
    int[] oldKeys = keys;
    double[] oldWeights = weights;
    allocate(places);
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != FREE) {
        int key = oldKeys[old] >> shift;
        int place = place(key);
        bins += keys[place] == FREE ? 1 : 0;
        keys[place] = key;
        weights[2 * place] += oldWeights[2 * old];
        weights[2 * place + 1] += oldWeights[2 * old + 1];
      }
    }
  }

  void merge(ScoreBins other) {
    while (coarseness < other.coarseness) {
      coarsen();
    }
    for (int place : other.ascending()) {
      int code = other.keys[place] << other.coarseness;
      add(code, 0, other.weights[2 * place]);
      add(code, 1, other.weights[2 * place + 1]);
    }
  }

  /** The places of all bins, from the lowest score to the highest. */
  private int[] ascending() {
    long[] sorted = new long[bins];
    int found = 0;
    for (int place = 0; place < keys.length; place++) {
      if (keys[place] != FREE) {
        sorted[found++] = (long) keys[place] << 32 | place;
      }
    }
    Arrays.sort(sorted);
    return Arrays.stream(sorted).mapToInt(packed -> (int) packed).toArray();
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
    for (int place : ascending()) {
      double negative = weights[2 * place];
      double positive = weights[2 * place + 1];
      area += positive * (below + negative / 2);
      below += negative;
      positiveSum += positive;
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
    int[] ascending = ascending();
    for (int i = ascending.length - 1; i >= 0; i--) {
      double negative = weights[2 * ascending[i]];
      double positive = weights[2 * ascending[i] + 1];
      positiveSum += positive;
      predicted += positive + negative;
      if (positive > 0) {
        area += positive * (positiveSum / predicted);
      }
    }
    return area / positiveSum;
  }

  /** What comes of answering class 1 from each bin on, from the highest score down. */
  List<OperatingPoint> points() {
    int[] ascending = ascending();
    double positives = Arrays.stream(ascending).mapToDouble(place -> weights[2 * place + 1]).sum();
    double negatives = Arrays.stream(ascending).mapToDouble(place -> weights[2 * place]).sum();
    List<OperatingPoint> points = new ArrayList<>();
    double truePositives = 0;
    double falsePositives = 0;
    for (int i = ascending.length - 1; i >= 0; i--) {
      int place = ascending[i];
      truePositives += weights[2 * place + 1];
      falsePositives += weights[2 * place];
      double threshold = score(keys[place] << coarseness);
      points.add(
          new OperatingPoint(threshold, truePositives, falsePositives, positives, negatives));
    }
    return points;
  }

  /** The least probability of the positive class that has a code. */
  private static double score(int code) {
    if (code > HALF) {
      return 1 - Float.intBitsToFloat(2 * HALF + 1 - code);
    }
    return code <= LEAST ? 0 : Float.intBitsToFloat(code);
  }

  void write(DataOutputStream out) throws IOException {
    int[] ascending = ascending();
    out.writeInt(coarseness);
    for (int kind = 0; kind < 2; kind++) {
      int offset = kind;
      out.writeInt(
          (int) Arrays.stream(ascending).filter(place -> weights[2 * place + offset] != 0).count());
      for (int place : ascending) {
        if (weights[2 * place + kind] != 0) {
          out.writeInt(keys[place]);
          out.writeDouble(weights[2 * place + kind]);
        }
      }
    }
  }

  /** Reads into bins without rows. */
  void read(DataInputStream in) throws IOException {
    coarseness = in.readInt();
    if (coarseness < 0 || coarseness > 31) {
      throw new IOException("coarseness " + coarseness);
    }
    for (int kind = 0; kind < 2; kind++) {
      for (int left = in.readInt(); left > 0; left--) {
        int key = in.readInt();
        if (key < 0 || key > (2 * HALF + 1) >> coarseness) {
          throw new IOException("score bin " + key + " of coarseness " + coarseness);
        }
        add(key << coarseness, kind, in.readDouble());
      }
    }
  }
}
