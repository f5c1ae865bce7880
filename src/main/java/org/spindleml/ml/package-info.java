/**
 * Spark ML: estimators, models and their Params.
 *
 * <p>Read {@link org.spindleml.ml.MlpClassifier} and {@link org.spindleml.ml.MlpRegressor} first.
 * Names and meanings of Params are Spark's where Spark has them. {@link
 * org.spindleml.ml.MlpSummary} is how good a model is on a table, {@link
 * org.spindleml.ml.MlpTrainingSummary} how its training went.
 *
 * <p>Depends on {@code spark} and the rooms above it, and on spark-mllib.
 *
 * @serial exclude
 */
package org.spindleml.ml;
