/**
 * Spark's side of the seam: a DataFrame becomes checked, canonically ordered shards, and a cluster
 * becomes a source of gradients.
 *
 * <p>Read {@link org.spindleml.spark.Shards} first, then {@link
 * org.spindleml.spark.ClusterGradientSource}. Only {@code byte[]} and {@code float[]} cross a
 * broadcast, a result, a shuffle or a cache.
 *
 * <p>Depends on every room above the line; only {@code ml} and {@code cli} depend on it.
 *
 * @serial exclude
 */
package org.spindleml.spark;
