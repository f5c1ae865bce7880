package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.NetworkOptions;

/**
 * What a user chooses about the network; the widths of its two ends follow from the data.
 *
 * @param hidden the hidden layers, first to last
 * @param options what holds for all hidden layers
 * @param initialWeights where training begins
 */
public record NetworkSettings(
    List<HiddenLayer> hidden, NetworkOptions options, InitialWeights initialWeights) {
  /**
   * A network of weighted sums and activations, nothing else.
   *
   * @param hidden the hidden layers, first to last
   * @param initialWeights where training begins
   */
  public NetworkSettings(List<HiddenLayer> hidden, InitialWeights initialWeights) {
    this(hidden, NetworkOptions.PLAIN, initialWeights);
  }
}
