package org.spindleml.ml;

import org.apache.spark.ml.param.Params;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Activation;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.LossSettings;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.Precision;
import org.spindleml.spark.Execution;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.LocalStepSettings;
import org.spindleml.train.Solver;

/**
 * The one table of defaults. Column names keep Spark's own; {@code featuresCols}, {@code layers},
 * {@code thresholds}, {@code weightCol}, {@code offsetCol}, {@code validationIndicatorCol}, {@code
 * initialWeights}, {@code initialModelPath} and {@code checkpointDir} have none.
 */
final class DefaultValues {
  private DefaultValues() {}

  /** Gives an owner's Params their defaults. */
  static void set(Params owner, OwnParams params) {
    owner.setDefault(params.hiddenLayers, new int[] {128, 64});
    owner.setDefault(params.activation, new String[] {Activation.RELU.label()});
    owner.setDefault(params.loss, Task.AUTO);
    LossSettings losses = LossSettings.DEFAULTS;
    if (params.task == Task.CLASSIFICATION) {
      owner.setDefault(params.classWeights, new String[0]);
      owner.setDefault(params.predictedLabelCol, "");
      owner.setDefault(params.labelSmoothing, losses.labelSmoothing());
      owner.setDefault(params.focalGamma, losses.focalGamma());
    } else {
      owner.setDefault(params.huberDelta, losses.huberDelta());
      owner.setDefault(params.tweediePower, losses.tweediePower());
      owner.setDefault(
          params.quantileProbabilities,
          losses.quantileProbabilities().stream().mapToDouble(Double::doubleValue).toArray());
    }
    owner.setDefault(params.validationFraction, 0.0);
    owner.setDefault(params.validationMetric, Metric.LOSS.label());
    owner.setDefault(params.patience, 0);
    owner.setDefault(params.minImprovement, 0.0);
    owner.setDefault(params.normalization, Normalization.NONE.label());
    owner.setDefault(params.residual, false);
    owner.setDefault(params.dropout, new double[] {0});
    owner.setDefault(params.inputDropout, 0.0);
    owner.setDefault(params.initializer, Initializer.AUTO.label());
    owner.setDefault(params.solver, Solver.ADAMW.label());
    owner.setDefault(params.stepSize, 0.003);
    owner.setDefault(params.learningRateSchedule, LearningRateSchedule.COSINE.label());
    owner.setDefault(params.warmupFraction, 0.05);
    owner.setDefault(params.cosineCycles, 1);
    owner.setDefault(params.momentum, 0.9);
    owner.setDefault(params.weightDecay, 0.1);
    owner.setDefault(params.regParam, 0.0);
    owner.setDefault(params.elasticNetParam, 0.0);
    owner.setDefault(params.gradientClipNorm, 0.0);
    owner.setDefault(params.gradientClipValue, 0.0);
    owner.setDefault(params.maxNorm, 0.0);
    owner.setDefault(params.maxIter, 100);
    owner.setDefault(params.tol, 1e-6);
    owner.setDefault(params.batchSize, 256);
    owner.setDefault(params.blockSize, 256);
    LocalStepSettings local = LocalStepSettings.NONE;
    owner.setDefault(params.localSteps, local.steps());
    owner.setDefault(params.virtualWorkers, local.virtualWorkers());
    owner.setDefault(params.outerMomentum, local.outerMomentum());
    owner.setDefault(params.seed, 1L);
    owner.setDefault(params.standardize, true);
    owner.setDefault(params.handleInvalid, InvalidRows.ERROR.label());
    owner.setDefault(params.execution, Execution.AUTO.label());
    owner.setDefault(params.checkpointInterval, 10);
    owner.setDefault(params.checkpointSeconds, 600.0);
    owner.setDefault(params.divergence, Divergence.RETURN.label());
    owner.setDefault(params.checkpointFailure, CheckpointFailure.WARN.label());
    owner.setDefault(params.resume, Resume.AUTO.label());
    owner.setDefault(params.precision, Precision.FLOAT32.label());
    owner.setDefault(params.gradientPrecision, Precision.FLOAT32.label());
  }
}
