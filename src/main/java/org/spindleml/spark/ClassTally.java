package org.spindleml.spark;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.spindleml.table.ExactSum;
import org.spindleml.table.InputException;

/**
 * Rows of each class and, where class weights need them, the weights of these rows: their exact
 * sum, the smallest and the largest.
 */
final class ClassTally {
  private static final class Rows {
    long count;
    final ExactSum weights;
    double smallest = Double.POSITIVE_INFINITY;
    double largest;

    Rows(boolean weighed) {
      weights = weighed ? new ExactSum() : null;
    }
  }

  private final boolean weighed;
  private final Map<Integer, Rows> classes = new TreeMap<>();

  /**
   * No rows of any class.
   *
   * @param weighed whether rows have weights of their own and these matter
   */
  ClassTally(boolean weighed) {
    this.weighed = weighed;
  }

  private Rows of(int label) {
    return classes.computeIfAbsent(label, any -> new Rows(weighed));
  }

  /** Counts a row. */
  void add(int label, double weight) {
    Rows rows = of(label);
    rows.count++;
    if (weighed) {
      rows.weights.add(weight);
      rows.smallest = Math.min(rows.smallest, weight);
      rows.largest = Math.max(rows.largest, weight);
    }
  }

  /** How many classes have rows. */
  int size() {
    return classes.size();
  }

  /** The largest class number; 0 if there are no rows. */
  int largest() {
    return classes.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The sum of the weights of each class's rows. */
  double[] rowWeights(int numClasses) {
    double[] sums = new double[numClasses];
    classes.forEach(
        (label, rows) -> sums[label] = weighed ? rows.weights.value().doubleValue() : rows.count);
    return sums;
  }

  /**
   * Refuses class weights that make of some row's weight what float32 has no room for.
   *
   * @param classWeights one number a class
   */
  void requireFloats(double[] classWeights) {
    classes.forEach(
        (label, rows) -> {
          requireFloat(label, classWeights[label], weighed ? rows.smallest : 1);
          requireFloat(label, classWeights[label], weighed ? rows.largest : 1);
        });
  }

  private static void requireFloat(int label, double classWeight, double rowWeight) {
    float product = (float) (classWeight * rowWeight);
    if (!(product > 0 && product <= Float.MAX_VALUE)) {
      throw new InputException(
          "class "
              + label
              + " has the weight "
              + classWeight
              + " and a row of weight "
              + rowWeight
              + ": their product is beyond float32");
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(classes.size());
    for (Map.Entry<Integer, Rows> one : classes.entrySet()) {
      Rows rows = one.getValue();
      out.writeInt(one.getKey());
      out.writeLong(rows.count);
      if (weighed) {
        rows.weights.write(out);
        out.writeDouble(rows.smallest);
        out.writeDouble(rows.largest);
      }
    }
  }

  void addFrom(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      Rows rows = of(in.readInt());
      rows.count += in.readLong();
      if (weighed) {
        rows.weights.addFrom(in);
        rows.smallest = Math.min(rows.smallest, in.readDouble());
        rows.largest = Math.max(rows.largest, in.readDouble());
      }
    }
  }
}
