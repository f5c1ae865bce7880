package org.spindleml.train;

import org.spindleml.nn.Loss;

/**
 * What a user chooses about a training run, checked.
 *
 * @param network the network
 * @param loss the loss of a row
 * @param rate the learning rate
 * @param update how a mean gradient changes the weights
 * @param run which rows a step takes, how long it goes on
 * @param standardize whether inputs are scaled to mean 0, deviation 1, and a regression's labels as
 *     its loss allows
 */
public record TrainingSettings(
    NetworkSettings network,
    Loss loss,
    RateSettings rate,
    UpdateSettings update,
    RunSettings run,
    boolean standardize) {}
