package org.spindleml.table;

import java.io.Serializable;

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
}
