/**
 * Trained networks as files, and scoring without Spark.
 *
 * <p>Read {@link org.spindleml.model.TrainedNetwork} first, what a model is, then {@link
 * org.spindleml.model.ModelFile}, how it is written and read back. Reading never runs code and
 * never allocates more than the file's own size asks for. {@link org.spindleml.model.Checkpoint} is
 * the file of a run that goes on. {@link org.spindleml.model.TrainingRun} is what summaries and
 * reports tell of.
 *
 * <p>Depends on {@code linalg}, {@code nn}, {@code table} and {@code train}.
 *
 * @serial exclude
 */
package org.spindleml.model;
