package org.spindleml.spark;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.spindleml.nn.LabelScaling;
import org.spindleml.table.ExactMoments;
import org.spindleml.table.Standardizer;

/**
 * What scales the labels of a table. Offsets are no part of what the network has to learn: where
 * labels are scaled to mean 0 and deviation 1, that is the mean and deviation of what an offset
 * leaves of them; where they are divided by their mean m, that is m = Σ w y / Σ w eᵒ, the mean per
 * unit of exposure eᵒ.
 */
final class TargetMoments {
  private final LabelScaling scaling;
  private final RawLayout layout;
  private final double[] values;

  /** Of the labels less their offset, or of the labels and the exposure. */
  private final ExactMoments moments;

  /** Moments over no rows. */
  TargetMoments(LabelScaling scaling, RawLayout layout) {
    this.scaling = scaling;
    this.layout = layout;
    boolean exposure = scaling == LabelScaling.MEAN && layout.offset();
    int width = layout.targets() + (exposure ? 1 : 0);
    values = new double[scaling == LabelScaling.NONE ? 0 : width];
    moments = new ExactMoments(values.length);
  }

  /** Adds a row of some weight above 0. */
  void add(double[] raw, double weight) {
    double offset = layout.offset(raw);
    switch (scaling) {
      case NONE -> {
        return;
      }
      case MEAN_AND_DEVIATION -> {
        for (int j = 0; j < values.length; j++) {
          values[j] = raw[layout.labelAt() + j] - offset;
        }
      }
      case MEAN -> {
        System.arraycopy(raw, layout.labelAt(), values, 0, layout.targets());
        if (layout.offset()) {
          values[layout.targets()] = StrictMath.exp(offset);
        }
      }
    }
    moments.add(values, 0, weight);
  }

  /** Means and deviations of labels, less their offset where that is in the labels' units. */
  Standardizer found() {
    return moments.standardizer();
  }

  /** The scaling of each target that the moments give. */
  Standardizer standardizer() {
    int targets = layout.targets();
    if (scaling == LabelScaling.NONE) {
      return Standardizer.identity(targets);
    }
    Standardizer found = found();
    double[] means = Arrays.copyOf(found.means(), targets);
    if (scaling == LabelScaling.MEAN) {
      double exposure = layout.offset() ? found.means()[targets] : 1;
      return new Standardizer(
          new double[targets], Arrays.stream(means).map(mean -> mean / exposure).toArray());
    }
    double[] deviations = found.deviations();
    if (layout.offset() && deviations[0] == 0) {
      // What an offset leaves is constant, but labels are not: they need a unit.
      deviations[0] = 1;
    }
    return new Standardizer(means, deviations);
  }

  void write(DataOutput out) throws IOException {
    moments.write(out);
  }

  void addFrom(DataInput in) throws IOException {
    moments.addFrom(in);
  }
}
