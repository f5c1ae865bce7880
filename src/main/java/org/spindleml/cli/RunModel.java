package org.spindleml.cli;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spindleml.ml.MlpClassificationModel;
import org.spindleml.ml.MlpRegressionModel;
import org.spindleml.spark.TableMetrics;
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
      throw new InputException("there is no model at " + path + "; train the run first");
    }
    return new RunModel(PipelineModel.load(path.toString()));
  }

  /** Writes the model, over an older one. */
  void save(RunFile run) throws IOException {
    pipeline.write().overwrite().save(path(run));
  }

  /** Adds the model's columns to a table. */
  Dataset<Row> score(Dataset<Row> table) {
    return pipeline.transform(table);
  }

  /** Compares a table's labels with the model's predictions. */
  Evaluation evaluate(Dataset<Row> table, RunFile run) {
    String weight = run.string("columns.weight", null);
    Dataset<Row> scored = score(table);
    if (stage() instanceof MlpClassificationModel model) {
      return Evaluation.of(
          TableMetrics.classification(
              scored,
              model.getProbabilityCol(),
              model.getPredictionCol(),
              model.getLabelCol(),
              weight,
              model.numClasses()));
    }
    MlpRegressionModel model = (MlpRegressionModel) stage();
    return Evaluation.of(
        TableMetrics.regression(scored, model.getPredictionCol(), model.getLabelCol(), weight));
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
