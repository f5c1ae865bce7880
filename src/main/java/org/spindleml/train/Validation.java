package org.spindleml.train;

import java.util.List;
import org.spindleml.metrics.Metric;
import org.spindleml.nn.GammaLoss;
import org.spindleml.nn.LabelScaling;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Named;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.TweedieLoss;
import org.spindleml.table.InputException;

/**
 * What a user chooses about rows that judge a run and have no other part in it. The weights that
 * they judge best are the ones that are kept.
 *
 * @param metric what judges; null where there are no such rows
 * @param thresholds by which classes or labels are predicted; null for the usual ones
 * @param patience epochs in a row that may pass without improvement, the last one ends the run; 0
 *     for any number
 * @param minImprovement what an epoch must be better by to count as an improvement, in the metric's
 *     own units; better weights are kept however small the difference
 */
public record Validation(Metric metric, double[] thresholds, int patience, double minImprovement) {
  /** There are no validation rows: the last weights are kept. */
  public static final Validation NONE = new Validation(null, null, 0, 0);

  /**
   * Whether there are no validation rows.
   *
   * @return true for {@link #NONE}
   */
  public boolean isNone() {
    return metric == null;
  }

  /**
   * The metrics that can judge what a loss trains.
   *
   * @param loss the loss
   * @return the metrics, {@link Metric#LOSS} first
   */
  public static List<Metric> choices(Loss loss) {
    return Metric.of(loss.target()).stream().filter(metric -> suits(metric, loss)).toList();
  }

  private static boolean suits(Metric metric, Loss loss) {
    boolean logLink = loss.labelScaling() == LabelScaling.MEAN;
    return switch (metric) {
      case PINBALL -> loss instanceof QuantileLoss;
      case RMSE, MAE, R2 ->
          !(loss instanceof QuantileLoss quantile && quantile.probabilities().size() > 1);
      case POISSON_DEVIANCE -> logLink;
      case GAMMA_DEVIANCE -> loss instanceof GammaLoss;
      case TWEEDIE_DEVIANCE -> loss instanceof TweedieLoss;
      default -> true;
    };
  }

  /**
   * Finds a metric that can judge what a loss trains.
   *
   * @param name for example "rmse"; case does not matter
   * @param loss the loss
   * @return the metric
   * @throws InputException listing the choices if there is none of that name that suits
   */
  public static Metric metric(String name, Loss loss) {
    try {
      return Named.find("validationMetric", name, choices(loss));
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage() + " for loss " + loss.label(), e);
    }
  }

  /**
   * Checks that the metric is for as many classes as there are.
   *
   * @param classes how many classes the labels have
   * @throws InputException if it is for two and there are more
   */
  public void requireClasses(int classes) {
    if ((metric == Metric.AUC_ROC || metric == Metric.AUC_PR) && classes != 2) {
      throw new InputException(
          "validationMetric "
              + metric.label()
              + " is for two classes but the labels have "
              + classes
              + "; take logLoss, accuracy, balancedAccuracy or f1");
    }
  }
}
