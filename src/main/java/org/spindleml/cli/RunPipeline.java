package org.spindleml.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Predictor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.ml.MlpRegressor;
import org.spindleml.spark.ClassNames;
import org.spindleml.table.InputException;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateRange;
import org.spindleml.train.TrainingListener;

/**
 * The stages of a run: fill missing numbers, index and one-hot encode categories, train. That
 * several label columns become one is no stage: a table to predict has no label.
 */
final class RunPipeline {
  /** What the column of predicted strings is called, unless Params say otherwise. */
  private static final String PREDICTED_LABEL = "predictedLabel";

  private RunPipeline() {}

  /**
   * All that comes before training.
   *
   * @param stages fill missing numbers, index and one-hot encode categories
   * @param estimator knows its columns and Params
   * @param train the table to train on, several label columns as one
   */
  private record Prepared(
      List<PipelineStage> stages, Predictor<?, ?, ?> estimator, Dataset<Row> train) {

    PipelineModel fit(List<PipelineStage> all) {
      return new Pipeline().setStages(all.toArray(new PipelineStage[0])).fit(train);
    }
  }

  /**
   * Trains the run's stages.
   *
   * @param run the run file
   * @param tables its tables
   * @param listener follows the training
   * @return the fitted stages
   */
  static PipelineModel fit(RunFile run, RunTables tables, TrainingListener listener) {
    Prepared prepared = prepare(run, tables, listener);
    List<PipelineStage> stages = new ArrayList<>(prepared.stages());
    stages.add(prepared.estimator());
    return prepared.fit(stages);
  }

  /**
   * Tries learning rates on the rows and the network that {@link #fit} would train.
   *
   * @param run the run file
   * @param tables its tables
   * @param range the learning rates
   * @param listener is told what the run says of itself
   * @return the losses met
   */
  static RateCurve findLearningRate(
      RunFile run, RunTables tables, RateRange range, TrainingListener listener) {
    Prepared prepared = prepare(run, tables, listener);
    Dataset<Row> table = prepared.fit(prepared.stages()).transform(prepared.train());
    return prepared.estimator() instanceof MlpClassifier classifier
        ? classifier.findLearningRate(table, range)
        : ((MlpRegressor) prepared.estimator()).findLearningRate(table, range);
  }

  private static Prepared prepare(RunFile run, RunTables tables, TrainingListener listener) {
    boolean regression = isRegression(run);
    Predictor<?, ?, ?> estimator = estimator(run, regression, listener);
    Dataset<Row> train = tables.train();
    tables.requireRows();
    RunColumns columns = RunColumns.of(run, train.schema(), tables.splitColumn());
    tables.test().ifPresent(test -> columns.requireIn(test.schema(), "data.test"));
    Labels labels = Labels.of(train, columns.labels());
    if (ClassNames.areStrings(train.schema(), columns.labels().get(0))) {
      nameClasses(estimator, columns.labels().get(0));
    }
    Inputs inputs = Inputs.of(train, columns);
    estimator.setLabelCol(labels.index());
    estimator.set("featuresCols", inputs.names());
    if (columns.weight() != null) {
      estimator.set("weightCol", columns.weight());
    }
    if (columns.offset() != null) {
      estimator.set("offsetCol", columns.offset());
    }
    if (columns.validation() != null) {
      estimator.set("validationIndicatorCol", columns.validation());
    }
    return new Prepared(inputs.stages(), estimator, labels.indexed(train));
  }

  /** Strings in, strings out. */
  private static void nameClasses(Predictor<?, ?, ?> estimator, String label) {
    if (!(estimator instanceof MlpClassifier classifier)) {
      throw new InputException("column '" + label + "' has strings; a regression predicts numbers");
    }
    if (!classifier.isSet(classifier.predictedLabelCol())) {
      classifier.setPredictedLabelCol(PREDICTED_LABEL);
    }
  }

  static boolean isRegression(RunFile run) {
    String task = run.string("task", "classification");
    return switch (task.toLowerCase(Locale.ROOT)) {
      case "classification" -> false;
      case "regression" -> true;
      default ->
          throw new InputException(
              "task must be classification or regression, found '" + task + "'");
    };
  }

  private static Predictor<?, ?, ?> estimator(
      RunFile run, boolean regression, TrainingListener listener) {
    Predictor<?, ?, ?> estimator =
        regression
            ? new MlpRegressor().setTrainingListener(listener)
            : new MlpClassifier().setTrainingListener(listener);
    ParamSettings.apply(estimator, run.params());
    for (String output : List.of("predictionCol", "probabilityCol")) {
      if (estimator.hasParam(output)
          && estimator.getOrDefault(estimator.getParam(output)).equals("")) {
        throw new InputException("params." + output + " needs a name: commands use this column");
      }
    }
    return estimator;
  }
}
