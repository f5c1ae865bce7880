package org.spindleml.ml;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.model.TrainingRun;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.report.ReportedRun;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.StopReason;

/**
 * How a training went. Histories have a number for each epoch, of full-batch solvers for each
 * iteration; NaN where there is nothing to tell.
 */
public interface MlpTrainingSummary {
  /**
   * What the fit was, as plain data.
   *
   * @return the network, its history and what the run said of itself
   */
  TrainingRun training();

  /**
   * The run as a report tells it, with the Params that were set and what it ran on.
   *
   * @param title what the report is called
   * @param tables evaluated tables, the most telling first
   * @param again how to do the same once more, a line each
   * @return plain data
   */
  ReportedRun reported(String title, List<EvaluatedTable> tables, List<String> again);

  /**
   * Writes a page that stands alone: what was trained on what, the curves of the training, how good
   * the model is on the rows that it learned from, how to do it again.
   *
   * @param path a file on any of Hadoop's file systems, such as "report.html"; one that is there is
   *     replaced
   * @throws UncheckedIOException if it cannot be written
   */
  void writeReport(String path);

  /**
   * All histories as a table.
   *
   * @return a row an epoch: epoch (from 1), loss, validationLoss, validationMetric, learningRate,
   *     gradientNorm, computeSeconds, sparkSeconds, driverSeconds
   */
  Dataset<Row> history();

  /**
   * The mean training loss, penalty included.
   *
   * @return as met while the weights moved; of solver l-bfgs the cost that each iteration came down
   *     to. Unlike in Spark's summaries the cost of the initial weights is not among them
   */
  default double[] objectiveHistory() {
    return history(EpochRecord::loss);
  }

  /**
   * The mean loss of the validation rows at each epoch's end, without penalty.
   *
   * @return a loss an epoch
   */
  default double[] validationHistory() {
    return history(EpochRecord::validationLoss);
  }

  /**
   * The metric that judges the validation rows, at each epoch's end.
   *
   * @return a value an epoch
   */
  default double[] validationMetricHistory() {
    return history(EpochRecord::validationMetric);
  }

  /**
   * The learning rate of each epoch's last step.
   *
   * @return a rate an epoch
   */
  default double[] learningRates() {
    return history(EpochRecord::learningRate);
  }

  /**
   * The length of each epoch's last mean gradient, penalty included, before any clipping.
   *
   * @return a length an epoch
   */
  default double[] gradientNorms() {
    return history(EpochRecord::gradientNorm);
  }

  /**
   * How long gradients were computed.
   *
   * @return seconds an epoch, of the slowest task of each step
   */
  default double[] computeSeconds() {
    return history(epoch -> epoch.seconds().compute());
  }

  /**
   * How long scheduling, broadcasting and gathering took.
   *
   * @return seconds an epoch; 0 where threads of the driver compute
   */
  default double[] sparkSeconds() {
    return history(epoch -> epoch.seconds().spark());
  }

  /**
   * How long everything else took.
   *
   * @return seconds an epoch
   */
  default double[] driverSeconds() {
    return history(epoch -> epoch.seconds().driver());
  }

  /**
   * Which share of the time of all epochs was arithmetic, of the slowest task of each step.
   *
   * @return from 0 to 1; NaN where there was no epoch
   */
  default double computeShare() {
    return training().result().seconds().computeShare();
  }

  /**
   * Which share of the time of all epochs Spark took for scheduling, broadcasting and gathering.
   *
   * @return from 0 to 1; 0 where threads of the driver compute; NaN where there was no epoch
   */
  default double sparkShare() {
    return training().result().seconds().sparkShare();
  }

  /**
   * Which share of the time of all epochs the driver took for everything else.
   *
   * @return from 0 to 1; NaN where there was no epoch
   */
  default double driverShare() {
    return training().result().seconds().driverShare();
  }

  private double[] history(ToDoubleFunction<EpochRecord> value) {
    return training().result().epochs().stream().mapToDouble(value).toArray();
  }

  /**
   * How many epochs or, of full-batch solvers, iterations there were.
   *
   * @return their number
   */
  default int totalIterations() {
    return training().result().epochs().size();
  }

  /**
   * The epoch at whose end the weights were those of the model.
   *
   * @return counted from 1; 0 for the initial weights
   */
  default int bestIteration() {
    return training().result().bestEpoch();
  }

  /**
   * Why the training ended.
   *
   * @return the reason, whose text says it to a person
   */
  default StopReason stopReason() {
    return training().result().stopReason();
  }

  /**
   * What the run said of itself and its data: how it was laid out, which Params it did not use.
   *
   * @return a line each
   */
  default List<String> notes() {
    return training().notes();
  }

  /**
   * How many rows were trained on.
   *
   * @return the number; rows that were left out or weigh 0 do not count
   */
  default long rows() {
    return training().rows();
  }

  /**
   * How many steps there were.
   *
   * @return the number; of solver l-bfgs that of iterations
   */
  default long steps() {
    return training().result().steps();
  }

  /**
   * How many gradients the steps took.
   *
   * @return the number; more than the steps where a solver tries several points a step
   */
  default long evaluations() {
    return training().result().evaluations();
  }
}
