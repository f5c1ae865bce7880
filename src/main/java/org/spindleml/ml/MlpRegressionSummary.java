package org.spindleml.ml;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.spindleml.metrics.DevianceMetrics;
import org.spindleml.metrics.MultiTargetMetrics;
import org.spindleml.metrics.QuantileMetrics;
import org.spindleml.metrics.ValueMetrics;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.spark.EvaluationColumns;

/**
 * How close a model's values are on a table. Names and meanings are those of Spark's summaries; of
 * several targets each is the mean over the targets, and {@link #errors} has every one.
 */
public sealed class MlpRegressionSummary extends MlpSummary permits MlpRegressionTrainingSummary {
  private final MlpRegressionModel model;
  private ValueMetrics metrics;

  /** A summary of a table; the model's prediction column has a name. */
  MlpRegressionSummary(MlpRegressionModel model, EvaluationColumns columns, Dataset<?> data) {
    super(model, model.getPredictionCol(), columns, data);
    this.model = model;
  }

  /**
   * All sums and metrics that the loss asks for.
   *
   * @return the metrics, not a copy
   */
  public synchronized ValueMetrics metrics() {
    if (metrics == null) {
      metrics = table().values(predictionCol(), model.network().loss(), model.network().targets());
    }
    return metrics;
  }

  /**
   * The errors of each target.
   *
   * @return the metrics, not a copy
   * @throws IllegalStateException if the model predicts quantiles
   */
  public MultiTargetMetrics errors() {
    if (metrics().errors() == null) {
      throw new IllegalStateException(
          "this model predicts quantiles, which have no error as means have; use quantiles");
    }
    return metrics().errors();
  }

  /**
   * Pinball loss and coverage of the quantiles of each target.
   *
   * @return the metrics of each target, not copies; empty where no quantiles are predicted
   */
  public List<QuantileMetrics> quantiles() {
    return metrics().quantiles();
  }

  /**
   * Deviance of each target, for losses that assume how the variance grows with the mean: poisson,
   * gamma, tweedie.
   *
   * @return the metrics of each target, not copies; empty for other losses
   */
  public List<DevianceMetrics> deviances() {
    return metrics().deviances();
  }

  /**
   * The root of the mean squared error.
   *
   * @return in the label's units
   * @throws IllegalStateException if the model predicts quantiles
   */
  public double rootMeanSquaredError() {
    return errors().rootMeanSquaredError();
  }

  /**
   * The mean squared error.
   *
   * @return in the label's units, squared
   * @throws IllegalStateException if the model predicts quantiles
   */
  public double meanSquaredError() {
    return errors().meanSquaredError();
  }

  /**
   * The mean absolute error.
   *
   * @return in the label's units
   * @throws IllegalStateException if the model predicts quantiles
   */
  public double meanAbsoluteError() {
    return errors().meanAbsoluteError();
  }

  /**
   * The share of the labels' variance that predictions explain.
   *
   * @return at most 1; 0 for predicting the mean; NaN if all labels are equal
   * @throws IllegalStateException if the model predicts quantiles
   */
  public double r2() {
    return errors().r2();
  }

  /**
   * The variance that the predictions have around the mean of the labels.
   *
   * @return in the label's units, squared
   * @throws IllegalStateException if the model predicts quantiles
   */
  public double explainedVariance() {
    return errors().explainedVariance();
  }

  @Override
  public EvaluatedTable evaluated(String name, List<String> targets) {
    return new EvaluatedTable(name, metrics(), targets);
  }

  @Override
  public String toString() {
    return metrics().toString();
  }
}
