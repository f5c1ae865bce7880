package org.spindleml.table;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How a row of raw numbers becomes what the network sees.
 *
 * @param inputs of the features, as many as the network has inputs
 * @param targets of the labels: those of a regression, or the identity where labels are classes
 */
public record TableEncoder(Standardizer inputs, Standardizer targets) implements Serializable {
  /**
   * Encodes a row's features.
   *
   * @param raw holds the row's values
   * @param from where the features begin in {@code raw}
   * @param encoded out: network inputs
   * @param at where to write them
   */
  public void encodeInputs(double[] raw, int from, float[] encoded, int at) {
    for (int j = 0; j < inputs.width(); j++) {
      encoded[at + j] = inputs.encode(j, raw[from + j]);
    }
  }

  /**
   * The encoder as numbers, to travel.
   *
   * @return means and deviations of the inputs, then of the targets
   */
  public double[] toArray() {
    int width = inputs.width();
    double[] array = Arrays.copyOf(inputs.means(), 2 * (width + targets.width()));
    System.arraycopy(inputs.deviations(), 0, array, width, width);
    System.arraycopy(targets.means(), 0, array, 2 * width, targets.width());
    System.arraycopy(targets.deviations(), 0, array, 2 * width + targets.width(), targets.width());
    return array;
  }

  /**
   * The encoder that {@link #toArray} made numbers of.
   *
   * @param array the numbers
   * @param inputs how many inputs it has
   * @return the encoder
   */
  public static TableEncoder of(double[] array, int inputs) {
    int targets = array.length / 2 - inputs;
    return new TableEncoder(
        standardizer(array, 0, inputs), standardizer(array, 2 * inputs, targets));
  }

  private static Standardizer standardizer(double[] array, int at, int width) {
    return new Standardizer(
        Arrays.copyOfRange(array, at, at + width),
        Arrays.copyOfRange(array, at + width, at + 2 * width));
  }
}
