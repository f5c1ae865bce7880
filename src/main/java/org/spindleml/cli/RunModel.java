package org.spindleml.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PredictorParams;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.spindleml.ml.MlpClassificationModel;
import org.spindleml.ml.MlpParams;
import org.spindleml.ml.MlpRegressionModel;
import org.spindleml.ml.MlpTrainingSummary;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.nn.QuantileLoss;
import org.spindleml.nn.Target;
import org.spindleml.report.EvaluatedTable;
import org.spindleml.spark.Columns;
import org.spindleml.table.InputException;

/**
 * The trained stages of a run, as they are saved under its output directory.
 *
 * @param pipeline all stages, one of them ours
 */
record RunModel(PipelineModel pipeline) {
  /** Where a run's model is. */
  static String path(RunFile run) {
    return output(run) + "/model";
  }

  /** Where a run's results go. */
  static String output(RunFile run) {
    return run.string("output.directory", "runs/" + run.name());
  }

  /**
   * Loads a run's model.
   *
   * @param spark the session
   * @param run the run file
   * @return the model
   * @throws InputException if the run has not been trained
   */
  static RunModel load(SparkSession spark, RunFile run) throws IOException {
    Path path = new Path(path(run));
    if (!path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path)) {
      throw new InputException(
          "there is no model at " + path + "; train the run first (spindle train)");
    }
    return new RunModel(PipelineModel.load(path.toString()));
  }

  /** Writes the model, over an older one. */
  void save(RunFile run) throws IOException {
    pipeline.write().overwrite().save(path(run));
  }

  /**
   * Adds the model's columns to a table.
   *
   * @throws InputException if the table lacks a column that the model needs
   */
  Dataset<Row> score(Dataset<Row> table) {
    Dataset<Row> scored = prepare(table);
    for (Transformer stage : stages().subList(stages().indexOf(stage()), stages().size())) {
      scored = stage.transform(scored);
    }
    return scored;
  }

  /** Applies all stages before ours. */
  private Dataset<Row> prepare(Dataset<Row> table) {
    try {
      Dataset<Row> prepared = table;
      for (Transformer stage : stages().subList(0, stages().indexOf(stage()))) {
        prepared = stage.transform(prepared);
      }
      requireFeatures(prepared.schema(), table.schema());
      return prepared;
    } catch (Exception e) {
      // Spark's own exceptions are checked ones that Scala does not declare.
      if (e instanceof SparkThrowable spark
          && String.valueOf(e.getMessage()).startsWith("[UNRESOLVED_COLUMN")) {
        String quoted = spark.getMessageParameters().get("objectName");
        // Says which columns there are.
        Columns.find(table.schema(), quoted.substring(1, quoted.length() - 1).replace("``", "`"));
      }
      throw e;
    }
  }

  private List<Transformer> stages() {
    return List.of(pipeline.stages());
  }

  /** A missing feature is looked for among the table's own columns. */
  private void requireFeatures(StructType prepared, StructType schema) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(List.of(prepared.fieldNames()));
    for (String feature : ((MlpParams) stage()).getFeaturesCols()) {
      if (!names.contains(feature)) {
        Columns.find(schema, feature);
      }
    }
  }

  /** Compares a table's labels with the model's predictions. */
  EvaluatedTable evaluate(Dataset<Row> table, RunFile run) {
    RunTables.requireRows(table, "the test table");
    Labels labels = labels(table, run);
    if (!labels.columns().equals(List.of(labels.index()))) {
      // The model would name a column that the table does not have.
      labels.check(table, network());
    }
    Dataset<Row> prepared = prepare(labels.indexed(table));
    String weight = run.string("columns.weight", "");
    ParamMap columns =
        new ParamMap()
            .put(((MlpParams) stage()).weightCol(), weight)
            .put(((PredictorParams) stage()).labelCol(), labels.index());
    Transformer judge = stage().copy(columns);
    return judge instanceof MlpClassificationModel model
        ? model.evaluate(prepared).evaluated("test", targetNames(run))
        : ((MlpRegressionModel) judge).evaluate(prepared).evaluated("test", targetNames(run));
  }

  /** Judges the model by the table it has just been trained on. */
  EvaluatedTable evaluateTraining(RunFile run) {
    return stage() instanceof MlpClassificationModel model
        ? model.summary().evaluated("training", targetNames(run))
        : ((MlpRegressionModel) stage()).summary().evaluated("training", targetNames(run));
  }

  /** How the model that has just been trained came to be. */
  MlpTrainingSummary summary() {
    return stage() instanceof MlpClassificationModel model
        ? model.summary()
        : ((MlpRegressionModel) stage()).summary();
  }

  /** What our stage has trained. */
  private TrainedNetwork network() {
    return stage() instanceof MlpClassificationModel model
        ? model.network()
        : ((MlpRegressionModel) stage()).network();
  }

  /** The targets' names: of their columns where the run names several, else their numbers. */
  private List<String> targetNames(RunFile run) {
    List<String> columns = run.strings("columns.label").orElse(List.of());
    int targets = network().targets();
    return columns.size() == targets
        ? columns
        : IntStream.range(0, targets).mapToObj(Integer::toString).toList();
  }

  /**
   * What tells several numbers predicted for a row apart: the class, target or quantile.
   *
   * @return a suffix for each; none where one value is predicted
   */
  List<String> predictionNames(RunFile run) {
    int width = network().predictionWidth();
    if (network().loss().target() == Target.CLASS) {
      return IntStream.range(0, width).mapToObj(Integer::toString).toList();
    }
    List<String> targets = targetNames(run);
    if (!(network().loss() instanceof QuantileLoss quantiles) || width == targets.size()) {
      return width == 1 && network().loss().target() == Target.VALUES ? List.of() : targets;
    }
    List<String> names = new ArrayList<>();
    for (String target : targets) {
      for (double probability : quantiles.probabilities()) {
        names.add((targets.size() == 1 ? "" : target + "_") + probability);
      }
    }
    return names;
  }

  /** Whether several labels of a row are predicted instead of one class or value. */
  boolean predictsLabels() {
    return network().loss().target() == Target.LABELS;
  }

  /** What training made of the label columns. */
  private Labels labels(Dataset<Row> table, RunFile run) {
    String column = ((PredictorParams) stage()).getLabelCol();
    List<String> columns = run.strings("columns.label").orElse(List.of());
    return columns.size() < 2
        ? Labels.of(table, column, network())
        : new Labels(columns, List.of(), column);
  }

  /** The stage that is ours. */
  Transformer stage() {
    return Arrays.stream(pipeline.stages())
        .filter(
            stage -> stage instanceof MlpClassificationModel || stage instanceof MlpRegressionModel)
        .findFirst()
        .orElseThrow(() -> new InputException("the model has no stage of Spindle's"));
  }
}
