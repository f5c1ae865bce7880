/**
 * Benchmarks: how fast Spindle is on the machine at hand, beside the limit of the machine and
 * beside Spark.
 *
 * <p>Read {@link org.spindleml.bench.Benchmark} and {@link org.spindleml.bench.Figures} first; each
 * benchmark is one file. What is trained and scored goes through the estimators, as users do.
 *
 * <p>Depends on {@code ml} and the rooms above it.
 */
package org.spindleml.bench;
