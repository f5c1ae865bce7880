package org.spindleml.train;

import java.util.List;
import org.spindleml.table.InputException;

/**
 * What the loops do at the end of an epoch: the validation rows judge the weights, the best ones
 * are copied, the epoch becomes a record, the listener is told.
 *
 * @param source judges; times the epoch
 * @param validation how
 * @param listener is told
 * @param history where it is kept
 */
record EpochEnd(
    TimedSource source, Validation validation, TrainingListener listener, RunHistory history) {

  /**
   * Judges the weights before the first step: where they are the best, they are kept.
   *
   * @param weights the initial weights; copied
   * @throws InputException if the metric has no answer on the validation rows
   */
  void begin(float[] weights) {
    if (!validation.isNone()) {
      EvaluationSums sums = source.evaluate(weights);
      if (Double.isNaN(sums.metric()) && Double.isFinite(sums.meanLoss())) {
        throw new InputException(
            "validationMetric "
                + validation.metric().label()
                + " has no answer on the "
                + sums.rows()
                + " validation rows: "
                + reason());
      }
      keepBetter(weights, sums.metric(), sums.meanLoss());
      history.improvedValue = sums.metric();
    }
    source.lap();
  }

  private String reason() {
    return switch (validation.metric()) {
      case AUC_ROC -> "they must be of both classes";
      case AUC_PR -> "some of them must be of class 1";
      case R2 -> "their labels must differ";
      case F1, MICRO_F1 -> "some of them must have a label";
      default -> "it is NaN";
    };
  }

  /** Goes on where a run has stopped: its weights have been judged before. */
  void resume() {
    source.lap();
  }

  /**
   * Judges the weights at the end of an epoch. All that may take long is here, and nothing has
   * changed when it fails.
   *
   * @param weights the weights now
   * @return sums over the validation rows; null where there are none
   */
  EvaluationSums judge(float[] weights) {
    return validation.isNone() ? null : source.evaluate(weights);
  }

  /**
   * Records an epoch.
   *
   * @param weights the weights now; copied where they are the best
   * @param judged what {@link #judge} said of them
   * @param loss mean training loss
   * @param learningRate of the last step
   * @param gradientNorm of the last step
   */
  void record(
      float[] weights,
      EvaluationSums judged,
      double loss,
      double learningRate,
      double gradientNorm) {
    double validationLoss = judged == null ? Double.NaN : judged.meanLoss();
    double metric = judged == null ? Double.NaN : judged.metric();
    history.epochs.add(
        new EpochRecord(loss, validationLoss, metric, learningRate, gradientNorm, source.lap()));
    if (judged != null) {
      if (Double.isNaN(metric) && unanswered() == 1) {
        listener.note(
            "validationMetric "
                + validation.metric().label()
                + " is NaN after epoch "
                + history.epochs.size());
      }
      keepBetter(weights, metric, validationLoss);
      countImprovement(metric);
    }
  }

  /**
   * Tells the listener of the epoch that was recorded last.
   *
   * @return whether patience is at its end
   */
  boolean tell() {
    listener.epoch(history.epochs.size(), history.epochs.get(history.epochs.size() - 1));
    return validation.patience() > 0 && history.epochsSinceImprovement >= validation.patience();
  }

  /** Of equal metrics the lower loss is the better one, of equal losses the earlier. */
  private void keepBetter(float[] weights, double metric, double loss) {
    if (isBetter(metric, history.bestValue, 0)
        || metric == history.bestValue && loss < history.bestLoss) {
      history.bestWeights = weights.clone();
      history.bestValue = metric;
      history.bestLoss = loss;
      history.bestEpoch = history.epochs.size();
    }
  }

  private void countImprovement(double metric) {
    if (isBetter(metric, history.improvedValue, validation.minImprovement())) {
      history.improvedValue = metric;
      history.epochsSinceImprovement = 0;
    } else {
      history.epochsSinceImprovement++;
    }
  }

  private long unanswered() {
    return history.epochs.stream().filter(done -> Double.isNaN(done.validationMetric())).count();
  }

  /** Any answer is better than none. */
  private boolean isBetter(double metric, double than, double by) {
    return !Double.isNaN(metric)
        && (Double.isNaN(than) || validation.metric().gain(than, metric) > by);
  }

  /**
   * What came of the run: the best weights where some were judged, else the given ones.
   *
   * @param weights the last weights, or the last good ones
   * @param steps steps done
   * @param evaluations gradients that the steps took
   * @param reason why it ended
   */
  TrainingResult result(float[] weights, long steps, long evaluations, StopReason reason) {
    boolean judged = history.bestWeights != null;
    return new TrainingResult(
        judged ? history.bestWeights.clone() : weights.clone(),
        List.copyOf(history.epochs),
        steps,
        evaluations,
        reason,
        judged ? history.bestEpoch : history.epochs.size());
  }
}
