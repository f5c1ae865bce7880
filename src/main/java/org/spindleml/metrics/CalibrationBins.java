package org.spindleml.metrics;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.spindleml.table.ExactSum;

/**
 * Whether what is said to have probability p comes true in a share p of the rows: rows in fifteen
 * equal ranges of p (Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks",
 * 2017). The sums are exact, whatever the order of rows and parts.
 */
final class CalibrationBins {
  private static final int BINS = 15;

  /** The rows of one range: Σ weight, Σ weight × probability, Σ weight of those that came true. */
  private record Bin(ExactSum weight, ExactSum probability, ExactSum comeTrue) {
    Bin() {
      this(new ExactSum(), new ExactSum(), new ExactSum());
    }

    void add(Bin other) {
      weight.add(other.weight);
      probability.add(other.probability);
      comeTrue.add(other.comeTrue);
    }

    boolean hasRows() {
      return weight.value().signum() > 0;
    }

    void write(DataOutputStream out) throws IOException {
      weight.write(out);
      probability.write(out);
      comeTrue.write(out);
    }

    void addFrom(DataInputStream in) throws IOException {
      weight.addFrom(in);
      probability.addFrom(in);
      comeTrue.addFrom(in);
    }
  }

  private final List<Bin> bins = Stream.generate(Bin::new).limit(BINS).toList();

  /** Adds a row; one whose probability is NaN has no range. */
  void add(double probability, boolean isTrue, double weight) {
    if (Double.isNaN(probability)) {
      return;
    }
    double p = Math.min(Math.max(probability, 0), 1);
    Bin bin = bins.get(Math.min((int) (p * BINS), BINS - 1));
    bin.weight.add(weight);
    bin.probability.addProduct(weight, p);
    if (isTrue) {
      bin.comeTrue.add(weight);
    }
  }

  void merge(CalibrationBins other) {
    for (int i = 0; i < BINS; i++) {
      bins.get(i).add(other.bins.get(i));
    }
  }

  List<CalibrationBin> list() {
    List<CalibrationBin> list = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      Bin bin = bins.get(i);
      double weight = bin.weight.value().doubleValue();
      list.add(
          new CalibrationBin(
              (double) i / BINS,
              (i + 1.0) / BINS,
              weight,
              bin.probability.value().doubleValue() / weight,
              bin.comeTrue.value().doubleValue() / weight));
    }
    return list;
  }

  /** Σ |Σ weight × probability − Σ weight of those that came true| / Σ weight. */
  double expectedError() {
    double error = 0;
    double weight = 0;
    for (Bin bin : bins) {
      error += bin.probability.value().subtract(bin.comeTrue.value()).abs().doubleValue();
      weight += bin.weight.value().doubleValue();
    }
    return error / weight;
  }

  /** Writes which ranges have rows, a bit each, and their sums. */
  void write(DataOutputStream out) throws IOException {
    int bits = 0;
    for (int i = 0; i < BINS; i++) {
      bits |= bins.get(i).hasRows() ? 1 << i : 0;
    }
    out.writeShort(bits);
    for (Bin bin : bins) {
      if (bin.hasRows()) {
        bin.write(out);
      }
    }
  }

  /** Reads into bins without rows. */
  void read(DataInputStream in) throws IOException {
    int bits = in.readShort();
    for (int i = 0; i < BINS; i++) {
      if ((bits >> i & 1) == 1) {
        bins.get(i).addFrom(in);
      }
    }
  }
}
