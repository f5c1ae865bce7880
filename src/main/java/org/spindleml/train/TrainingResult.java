package org.spindleml.train;

/**
 * What came of a run.
 *
 * @param weights the trained weights
 * @param lossHistory mean training loss of each epoch, in the loss's own units, as met while the
 *     weights moved
 * @param steps steps done
 * @param stopReason why it ended
 */
public record TrainingResult(
    float[] weights, double[] lossHistory, long steps, StopReason stopReason) {}
