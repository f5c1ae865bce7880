package org.spindleml.metrics;

/**
 * The rows whose probability lies in one range.
 *
 * @param from the smallest probability of the range
 * @param to the next range's smallest probability; 1 for the last
 * @param weight the sum of the rows' weights
 * @param meanProbability their mean probability; NaN without rows
 * @param shareTrue the share of them for which it was so: where probabilities are right, their
 *     mean; NaN without rows
 */
public record CalibrationBin(
    double from, double to, double weight, double meanProbability, double shareTrue) {}
