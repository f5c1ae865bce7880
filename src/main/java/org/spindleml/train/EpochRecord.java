package org.spindleml.train;

/**
 * How one epoch went; of full-batch solvers one iteration.
 *
 * @param loss mean training loss, penalty included, as met while the weights moved; of solver
 *     l-bfgs the cost that the iteration came down to
 * @param validationLoss mean loss of the validation rows at the epoch's end, without penalty; NaN
 *     where there are none
 * @param validationMetric the metric that judges the validation rows; NaN where there are none
 * @param learningRate of the epoch's last step; of solver l-bfgs how far it went along its
 *     direction
 * @param gradientNorm length of the last mean gradient, penalty included, before any clipping; with
 *     local steps that of how far the last round has moved the weights in the mean
 * @param seconds how long it took
 */
public record EpochRecord(
    double loss,
    double validationLoss,
    double validationMetric,
    double learningRate,
    double gradientNorm,
    EpochSeconds seconds) {}
