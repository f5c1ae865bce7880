/**
 * What a person looks at while and after a network trains.
 *
 * <p>Read {@link org.spindleml.report.ProgressLine} first and {@link
 * org.spindleml.report.LossCurve}, then {@link org.spindleml.report.WorkedExample}, one training
 * step with every number kept. {@link org.spindleml.report.TrainingReport} is the page of a run,
 * made of {@link org.spindleml.report.ReportedRun}. Pages that need a chart carry the library uPlot
 * inside themselves.
 *
 * <p>Depends on {@code train} and the rooms above it.
 */
package org.spindleml.report;
