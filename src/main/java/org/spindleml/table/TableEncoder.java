package org.spindleml.table;

import java.io.Serializable;
import java.util.Arrays;
import org.spindleml.nn.LabelScaling;

/**
 * How a row of raw numbers becomes what the network sees.
 *
 * @param inputs of the features, as many as the network has inputs
 * @param targets of the labels: one column a value or yes-or-no label, the identity where labels
 *     are no values
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
   * Encodes what is to be added to a row's first logit. A logit of values scaled to deviation 1 is
   * in deviations of the first label; any other is in units of its own, which no scaling of labels
   * changes, and so must its offset be: log-odds, or the logarithm of an exposure.
   *
   * @param scaling of the loss
   * @param offset in the first label's units, or in the logit's
   * @return in units of the first logit; 0 where the label is constant, whose logit counts nothing
   */
  public float encodeOffset(LabelScaling scaling, double offset) {
    return scaling == LabelScaling.MEAN_AND_DEVIATION
        ? targets.encodeDifference(0, offset)
        : (float) offset;
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
