package org.spindleml.report;

import java.util.List;
import org.spindleml.nn.Layer;
import org.spindleml.nn.Network;

/**
 * Short names: inputs x1, x2 …; hidden units h1, h2 …, or 1h1, 2h1 … where there are several hidden
 * layers; outputs o1, o2 ….
 */
final class UnitNames {
  private final List<Layer> layers;

  UnitNames(Network network) {
    layers = network.layers();
  }

  /** The name of a layer's unit j, counted from 0. */
  String unit(Layer layer, int j) {
    int number = layers.indexOf(layer);
    if (number == layers.size() - 1) {
      return "o" + (j + 1);
    }
    return (layers.size() > 2 ? String.valueOf(number + 1) : "") + "h" + (j + 1);
  }

  /** The name of what a layer's input i comes from. */
  String source(Layer layer, int i) {
    int number = layers.indexOf(layer);
    return number == 0 ? "x" + (i + 1) : unit(layers.get(number - 1), i);
  }
}
