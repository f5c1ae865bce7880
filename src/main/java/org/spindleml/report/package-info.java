/**
 * What a person looks at while and after a network trains.
 *
 * <p>Read {@link org.spindleml.report.ProgressLine} first and {@link
 * org.spindleml.report.LossCurve}, then {@link org.spindleml.report.WorkedExample}, one training
 * step with every number kept. Pages that need a chart carry the library uPlot inside themselves
 * ({@link org.spindleml.report.RateCurvePage}).
 *
 * <p>Depends on {@code train} and the rooms above it.
 */
package org.spindleml.report;
