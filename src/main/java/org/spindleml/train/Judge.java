package org.spindleml.train;

import java.io.Serializable;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.Batch;
import org.spindleml.nn.Loss;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.Target;
import org.spindleml.table.Standardizer;

/**
 * How rows are judged that training does not see: by the mean loss, as it is trained, and by a
 * metric of what the model would predict for them.
 *
 * <p>Both are of the table's own labels. A label that is the same in all training rows encodes to 0
 * there; among the rows that are judged it may differ, and they keep the difference ({@link
 * Standardizer#keepingDifferences}).
 *
 * @param loss the loss of a row
 * @param outputs logits of a row
 * @param labels scales the labels of training rows
 * @param classWeights a factor of the weight of each class's rows in the loss, and in it alone;
 *     empty where there is none
 * @param metric the metric
 * @param thresholds by which classes or labels are predicted; null for the usual ones
 */
public record Judge(
    Loss loss,
    int outputs,
    Standardizer labels,
    double[] classWeights,
    Metric metric,
    double[] thresholds)
    implements Serializable {

  /**
   * Sums over no rows.
   *
   * @return the sums
   */
  public EvaluationSums empty() {
    return new EvaluationSums(metricSums());
  }

  /**
   * Unpacks sums.
   *
   * @param bytes from {@link EvaluationSums#toBytes}
   * @return the sums, bit for bit
   */
  public EvaluationSums read(byte[] bytes) {
    return new EvaluationSums(bytes, metricSums());
  }

  private MetricSums<?> metricSums() {
    if (metric == Metric.LOSS) {
      return null;
    }
    int targets = loss.targets(outputs);
    return switch (loss.target()) {
      case CLASS -> MetricSums.ofClasses(metric, loss.predictions(outputs), thresholds);
      case LABELS -> MetricSums.ofLabels(metric, targets, thresholds);
      case VALUES ->
          switch (metric) {
            case PINBALL -> MetricSums.ofQuantiles(metric, (QuantileLoss) loss, targets);
            case POISSON_DEVIANCE, GAMMA_DEVIANCE, TWEEDIE_DEVIANCE ->
                MetricSums.ofDeviances(metric, loss, targets);
            default -> MetricSums.ofValues(metric, targets);
          };
    };
  }

  /**
   * Adds a block of rows to sums.
   *
   * @param logits rows × outputs
   * @param batch labels and weights; the class weights are multiplied into the latter
   * @param scratch rows × the larger of outputs and predictions
   * @param sums what to add to
   */
  void add(float[] logits, Batch batch, float[] scratch, EvaluationSums sums) {
    if (sums.metricSums() != null) {
      loss.link(logits, outputs, batch.rows(), scratch);
      addMetric(scratch, batch, sums.metricSums());
    }
    if (classWeights.length > 0) {
      for (int r = 0; r < batch.rows(); r++) {
        batch.weights[r] *= (float) classWeights[(int) batch.labels[r]];
      }
    }
    double lossSum = loss.lossAndDelta(logits, outputs, batch, scratch);
    sums.count(lossSum, batch.weightSum(), batch.rows());
  }

  private void addMetric(float[] linked, Batch batch, MetricSums<?> sums) {
    int targets = loss.targets(outputs);
    double[] predictions = new double[loss.predictions(outputs)];
    double[] truths = new double[targets];
    boolean values = loss.target() == Target.VALUES;
    Standardizer kept = labels.keepingDifferences();
    for (int r = 0; r < batch.rows(); r++) {
      for (int k = 0; k < predictions.length; k++) {
        float prediction = linked[r * predictions.length + k];
        int ofTarget = predictions.length / targets;
        predictions[k] = values ? labels.decode(k / ofTarget, prediction) : prediction;
      }
      for (int j = 0; j < targets; j++) {
        float truth = batch.labels[r * targets + j];
        truths[j] = values ? kept.decode(j, truth) : truth;
      }
      sums.add(predictions, truths, batch.weights[r]);
    }
  }
}
