package org.spindleml.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.ml.MlpRegressor;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/**
 * The stages of a run: fill missing numbers, index and one-hot encode categories, index a label of
 * strings, train, name the predicted label.
 */
final class RunPipeline {
  private static final String INDEX = "_index";
  private static final String ONE_HOT = "_one_hot";
  static final String PREDICTED_LABEL = "predictedLabel";

  private RunPipeline() {}

  /**
   * Trains the run's stages.
   *
   * @param run the run file
   * @param tables its tables
   * @param listener follows the training
   * @return the fitted stages
   */
  static PipelineModel fit(RunFile run, RunTables tables, TrainingListener listener) {
    Dataset<Row> train = tables.train();
    RunColumns columns = RunColumns.of(run, train.schema(), tables.splitColumn());
    boolean regression = isRegression(run);
    boolean namedClasses = train.schema().apply(columns.label()).dataType() instanceof StringType;
    if (regression && namedClasses) {
      throw new InputException(
          "column '" + columns.label() + "' has strings; a regression predicts numbers");
    }
    String label = namedClasses ? columns.label() + INDEX : columns.label();
    List<PipelineStage> stages = new ArrayList<>();
    if (!columns.missing().isEmpty()) {
      stages.add(MissingNumbers.filler(train, columns.missing()));
    }
    if (!columns.categories().isEmpty()) {
      stages.add(indexer(columns.categories()));
      stages.add(oneHot(columns.categories()));
    }
    if (namedClasses) {
      stages.add(
          new StringIndexer()
              .setInputCol(columns.label())
              .setOutputCol(label)
              .setStringOrderType("alphabetAsc"));
    }
    stages.add(estimator(run, columns, label, regression, listener));
    PipelineModel model = new Pipeline().setStages(stages.toArray(new PipelineStage[0])).fit(train);
    return namedClasses ? withNames(model) : model;
  }

  static boolean isRegression(RunFile run) {
    String task = run.string("task", "classification");
    return switch (task.toLowerCase(java.util.Locale.ROOT)) {
      case "classification" -> false;
      case "regression" -> true;
      default ->
          throw new InputException(
              "task must be classification or regression, found '" + task + "'");
    };
  }

  private static StringIndexer indexer(List<String> categories) {
    return new StringIndexer()
        .setInputCols(categories.toArray(new String[0]))
        .setOutputCols(categories.stream().map(name -> name + INDEX).toArray(String[]::new))
        .setStringOrderType("alphabetAsc")
        // Missing and unseen categories share an index of their own.
        .setHandleInvalid("keep");
  }

  private static OneHotEncoder oneHot(List<String> categories) {
    return new OneHotEncoder()
        .setInputCols(categories.stream().map(name -> name + INDEX).toArray(String[]::new))
        .setOutputCols(categories.stream().map(name -> name + ONE_HOT).toArray(String[]::new))
        .setDropLast(false);
  }

  private static PipelineStage estimator(
      RunFile run,
      RunColumns columns,
      String label,
      boolean regression,
      TrainingListener listener) {
    List<String> features = new ArrayList<>(columns.features());
    columns.categories().forEach(name -> features.add(name + ONE_HOT));
    String[] inputs = features.toArray(new String[0]);
    Predictor<?, ?, ?> estimator =
        regression
            ? new MlpRegressor().setFeaturesCols(inputs).setTrainingListener(listener)
            : new MlpClassifier().setFeaturesCols(inputs).setTrainingListener(listener);
    estimator.setLabelCol(label);
    if (columns.weight() != null) {
      estimator.set("weightCol", columns.weight());
    }
    ParamSettings.apply(estimator, run.params());
    return estimator;
  }

  /** The same stages and one that turns the predicted index back into the label's string. */
  private static PipelineModel withNames(PipelineModel model) {
    Transformer[] stages = Arrays.copyOf(model.stages(), model.stages().length + 1);
    StringIndexerModel names = (StringIndexerModel) stages[stages.length - 3];
    stages[stages.length - 1] =
        new IndexToString()
            .setInputCol("prediction")
            .setOutputCol(PREDICTED_LABEL)
            .setLabels(names.labelsArray()[0]);
    return new PipelineModel(model.uid(), stages);
  }
}
