package org.spindleml.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.ml.MlpRegressor;
import org.spindleml.table.InputException;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateRange;
import org.spindleml.train.TrainingListener;

/**
 * The stages of a run: fill missing numbers, index and one-hot encode categories, train, name the
 * predicted label. The label's own class numbers are no stage: a table to predict has no label.
 */
final class RunPipeline {
  static final String PREDICTED_LABEL = "predictedLabel";

  private RunPipeline() {}

  /**
   * All that comes before training.
   *
   * @param stages fill missing numbers, index and one-hot encode categories
   * @param estimator knows its columns and Params
   * @param labels what the label's class numbers stand for
   * @param train the table to train on, with class numbers
   */
  private record Prepared(
      List<PipelineStage> stages, Predictor<?, ?, ?> estimator, Labels labels, Dataset<Row> train) {

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
    PipelineModel model = prepared.fit(stages);
    Labels labels = prepared.labels();
    return labels.names().isEmpty() ? model : withNames(model, labels, prepared.estimator());
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
    if (regression && !labels.names().isEmpty()) {
      throw new InputException(
          "column '" + columns.labels().get(0) + "' has strings; a regression predicts numbers");
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
    return new Prepared(inputs.stages(), estimator, labels, labels.indexed(train));
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

  /** The same stages and one that turns the predicted class number back into the label's string. */
  private static PipelineModel withNames(
      PipelineModel model, Labels labels, Predictor<?, ?, ?> estimator) {
    Transformer[] stages = Arrays.copyOf(model.stages(), model.stages().length + 1);
    stages[stages.length - 1] =
        new IndexToString()
            .setInputCol(estimator.getPredictionCol())
            .setOutputCol(PREDICTED_LABEL)
            .setLabels(labels.names().toArray(new String[0]));
    return new PipelineModel(model.uid(), stages);
  }
}
