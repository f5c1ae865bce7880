package org.spindleml.train;

import java.util.List;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;

/**
 * What a user chooses about the network; the widths of its two ends follow from the data.
 *
 * @param hidden the hidden layers, first to last
 * @param initializer how initial weights are drawn
 */
public record NetworkSettings(List<HiddenLayer> hidden, Initializer initializer) {}
