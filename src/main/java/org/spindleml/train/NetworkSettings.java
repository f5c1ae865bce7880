package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.NetworkOptions;

/**
 * What a user chooses about the network; the widths of its two ends follow from the data.
 *
 * @param hidden the hidden layers, first to last
 * @param options what holds for all hidden layers
 * @param initializer how initial weights are drawn
 */
public record NetworkSettings(
    List<HiddenLayer> hidden, NetworkOptions options, Initializer initializer) {
  /**
   * A network of weighted sums and activations, nothing else.
   *
   * @param hidden the hidden layers, first to last
   * @param initializer how initial weights are drawn
   */
  public NetworkSettings(List<HiddenLayer> hidden, Initializer initializer) {
    this(hidden, NetworkOptions.PLAIN, initializer);
  }
}
