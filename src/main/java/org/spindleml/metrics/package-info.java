/**
 * Evaluation as sums that can be merged: a partition's sums added to another's are the sums of
 * both.
 *
 * <p>Read {@link org.spindleml.metrics.ClassificationMetrics} and {@link
 * org.spindleml.metrics.RegressionMetrics} first, then {@link org.spindleml.metrics.ValueMetrics},
 * which takes what a loss asks for; {@link org.spindleml.metrics.Metric} names the measures and
 * says which way is better.
 *
 * <p>Depends on {@code nn} for {@link org.spindleml.nn.Target}, losses and names, and on {@code
 * table} for exact sums, alone.
 */
package org.spindleml.metrics;
