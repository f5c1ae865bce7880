/**
 * Evaluation as sums that can be merged: a partition's sums added to another's are the sums of
 * both.
 *
 * <p>Read {@link org.spindleml.metrics.ClassificationMetrics} and {@link
 * org.spindleml.metrics.RegressionMetrics}.
 *
 * <p>Depends on nothing else of Spindle.
 */
package org.spindleml.metrics;
