package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.HiddenLayer;

/**
 * What a user chooses about the network; the widths of its two ends follow from the data.
 *
 * @param hidden the hidden layers, first to last
 * @param initialWeights where training begins
 */
public record NetworkSettings(List<HiddenLayer> hidden, InitialWeights initialWeights) {}
