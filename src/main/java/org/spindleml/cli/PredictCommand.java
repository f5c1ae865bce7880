package org.spindleml.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.spindleml.ml.MlpClassificationModel;
import org.spindleml.table.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code spindle predict}: scores the table {@code data.predict} (or else the test table) and
 * writes its columns and the predictions: the value or class, the class's name where labels are
 * strings, and the probability of each class.
 */
@Command(
    name = "predict",
    description = "Score a table with a trained run.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunArguments arguments;

  @Override
  public Integer call() throws IOException {
    RunFile run = arguments.run();
    try (CommandSession session = CommandSession.open("predict " + run.name())) {
      SparkSession spark = session.spark();
      RunModel model = RunModel.load(spark, run);
      Dataset<Row> table = table(spark, run);
      String format = run.string("output.format", "csv");
      String path = RunModel.output(run) + "/predictions." + format;
      predictions(model, table)
          .write()
          .mode(SaveMode.Overwrite)
          .format(format)
          .option("header", true)
          .save(path);
      spec.commandLine().getOut().println("predictions  " + path);
    }
    return 0;
  }

  private static Dataset<Row> table(SparkSession spark, RunFile run) {
    if (run.has("data.predict")) {
      return TableSource.read(spark, run.within("data.predict", "data"));
    }
    return RunTables.read(spark, run)
        .test()
        .orElseThrow(
            () -> new InputException("the run file has neither data.predict nor data.test"));
  }

  /** The table's own columns, then prediction, name of the predicted class, probabilities. */
  private static Dataset<Row> predictions(RunModel model, Dataset<Row> table) {
    Dataset<Row> scored = model.score(table);
    List<Column> columns = new ArrayList<>();
    for (String name : table.columns()) {
      Column column = column(scored, name);
      boolean isVector = table.schema().apply(name).dataType().equals(SQLDataTypes.VectorType());
      columns.add(isVector ? functions.vector_to_array(column, "float64").as(name) : column);
    }
    columns.add(column(scored, "prediction"));
    if (Set.of(scored.columns()).contains(RunPipeline.PREDICTED_LABEL)) {
      columns.add(column(scored, RunPipeline.PREDICTED_LABEL));
    }
    if (model.stage() instanceof MlpClassificationModel classifier) {
      Column probabilities =
          functions.vector_to_array(column(scored, classifier.getProbabilityCol()), "float64");
      for (int k = 0; k < classifier.numClasses(); k++) {
        columns.add(probabilities.getItem(k).as("probability_" + k));
      }
    }
    return scored.select(columns.toArray(new Column[0]));
  }

  private static Column column(Dataset<Row> table, String name) {
    return table.col("`" + name.replace("`", "``") + "`");
  }
}
