package org.spindleml.ml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.Solver;

/** Params that a user has set but that other Params make idle: said, not passed over. */
final class UnusedParams {
  private final MlpParams params;
  private final OwnParams own;
  private final List<String> notes = new ArrayList<>();

  private UnusedParams(MlpParams params) {
    this.params = params;
    own = params.ownParams();
  }

  /** A line for each such Param. */
  static List<String> of(MlpParams params) {
    UnusedParams unused = new UnusedParams(params);
    unused.bySolver(Solver.named(params.getSolver()));
    unused.byLoss(Settings.loss(params).label());
    unused.add(params.getRegParam() == 0, unused.own.elasticNetParam, "regParam 0");
    unused.byValidation();
    unused.byCheckpoints();
    return unused.notes;
  }

  private void bySolver(Solver solver) {
    String why = "solver " + solver.label();
    add(solver != Solver.MOMENTUM && solver != Solver.NESTEROV, own.momentum, why);
    add(solver != Solver.ADAMW, own.weightDecay, why);
    add(solver.isFullBatch(), own.batchSize, why);
    boolean everyStep = params.getLocalSteps() == 1;
    add(everyStep, own.virtualWorkers, "localSteps 1");
    add(everyStep, own.outerMomentum, "localSteps 1");
    boolean noRate = solver == Solver.L_BFGS;
    add(noRate, own.stepSize, why);
    add(noRate, own.learningRateSchedule, why);
    add(noRate, own.warmupFraction, why);
    boolean ownWarmup =
        LearningRateSchedule.named(params.getLearningRateSchedule())
            == LearningRateSchedule.ONE_CYCLE;
    add(ownWarmup && !noRate, own.warmupFraction, "learningRateSchedule oneCycle");
  }

  private void byLoss(String loss) {
    String why = "loss " + loss;
    if (own.task == Task.CLASSIFICATION) {
      add(!loss.equals("softmaxCrossEntropy"), own.labelSmoothing, why);
      add(!loss.equals("focal"), own.focalGamma, why);
    } else {
      add(!loss.equals("huber"), own.huberDelta, why);
      add(!loss.equals("tweedie"), own.tweediePower, why);
      add(!loss.equals("quantile"), own.quantileProbabilities, why);
    }
  }

  private void byValidation() {
    boolean none =
        params.getValidationFraction() == 0
            && !(params.isSet(own.validationIndicatorCol)
                && !params.getValidationIndicatorCol().isEmpty());
    String why = "a run without validation rows";
    add(none, own.validationMetric, why);
    add(none, own.patience, why);
    add(none, own.minImprovement, why);
    add(params.getPatience() == 0, own.minImprovement, "patience 0");
  }

  private void byCheckpoints() {
    boolean none = !Saving.isWanted(params);
    String why = "a run without checkpointDir";
    add(none, own.checkpointInterval, why);
    add(none, own.checkpointSeconds, why);
    add(none, own.checkpointFailure, why);
    add(none, own.resume, why);
  }

  private void add(boolean idle, Param<?> param, String why) {
    if (idle && params.isSet(param)) {
      notes.add(param.name() + " is set but " + why + " does not use it");
    }
  }
}
