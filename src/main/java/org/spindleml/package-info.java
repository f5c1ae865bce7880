/**
 * Neural networks on Spark DataFrames.
 *
 * <p>One sentence is the whole program: broadcast the weights, every worker sums the gradient of
 * its rows, the driver averages, update. Start with {@link org.spindleml.train.Trainer}, which is
 * that sentence, and {@link org.spindleml.nn.Network}, which is the mathematics.
 *
 * <p>The rooms, each importing only rooms above it: {@code data} (tables from formulas), {@code
 * linalg}, {@code nn}, {@code optim}, {@code table}, {@code metrics}, {@code train}, {@code model},
 * {@code report}; then the line above which nothing knows Spark; then {@code spark}, {@code ml},
 * {@code cli}.
 */
package org.spindleml;
