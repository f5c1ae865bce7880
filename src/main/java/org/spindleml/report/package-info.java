/**
 * What a person looks at while and after a network trains.
 *
 * <p>Read {@link org.spindleml.report.ProgressLine} first.
 *
 * <p>Depends on {@code train} and the rooms above it.
 */
package org.spindleml.report;
