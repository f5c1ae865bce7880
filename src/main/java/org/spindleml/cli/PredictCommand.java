package org.spindleml.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spindleml.ml.MlpClassificationModel;
import org.spindleml.ml.MlpRegressionModel;
import org.spindleml.table.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code spindle predict}: scores the table {@code data.predict} (or else the test table) and
 * writes its columns and the predictions: the value or class, the class's name where labels are
 * strings, and the probability of each class; several predictions of a row are columns named after
 * their label columns or quantiles.
 */
@Command(
    name = "predict",
    description = "Score a table with a trained run.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private static final List<String> FORMATS = List.of("csv", "parquet", "orc", "json");

  @Spec private CommandSpec spec;
  @Mixin private RunArguments arguments;

  @Override
  public Integer call() throws IOException {
    RunFile run = arguments.run();
    String format = run.string("output.format", "csv").toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw new InputException(
          "output.format must be one of "
              + String.join(", ", FORMATS)
              + ", found '"
              + format
              + "'");
    }
    try (CommandSession session = CommandSession.open("predict " + run.name())) {
      SparkSession spark = session.spark();
      RunModel model = RunModel.load(spark, run);
      Dataset<Row> table = table(spark, run);
      String path = RunModel.output(run) + "/predictions." + format;
      predictions(model, table, run, format.equals("csv"))
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
      Set<String> unneeded = new TreeSet<>(run.strings("columns.label").orElse(List.of()));
      unneeded.add(run.string("columns.weight", ""));
      return TableSource.read(spark, run, "data.predict", unneeded);
    }
    return RunTables.read(spark, run)
        .test()
        .orElseThrow(
            () -> new InputException("the run file has neither data.predict nor data.test"));
  }

  /** The table's own columns, then prediction, name of the predicted class, probabilities. */
  private static Dataset<Row> predictions(
      RunModel model, Dataset<Row> table, RunFile run, boolean asText) {
    Dataset<Row> scored = model.score(table);
    List<Column> columns = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      columns.add(plain(column(scored, field.name()), field, asText).as(field.name()));
    }
    List<String> names = model.predictionNames(run);
    if (model.stage() instanceof MlpClassificationModel classifier) {
      columns.addAll(
          model.predictsLabels()
              ? elements(
                  scored, classifier.getPredictionCol(), classifier.getPredictionCol() + "_", names)
              : List.of(column(scored, classifier.getPredictionCol())));
      if (!classifier.getPredictedLabelCol().isEmpty()) {
        columns.add(column(scored, classifier.getPredictedLabelCol()));
      }
      columns.addAll(elements(scored, classifier.getProbabilityCol(), "probability_", names));
    } else {
      String prediction = ((MlpRegressionModel) model.stage()).getPredictionCol();
      columns.addAll(
          names.isEmpty()
              ? List.of(column(scored, prediction))
              : elements(scored, prediction, prediction + "_", names));
    }
    return scored.select(columns.toArray(new Column[0]));
  }

  /** A column for each number of a column of vectors. */
  private static List<Column> elements(
      Dataset<Row> scored, String vectors, String prefix, List<String> names) {
    Column array = functions.vector_to_array(column(scored, vectors), "float64");
    List<Column> elements = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      elements.add(array.getItem(k).as(prefix + names.get(k)));
    }
    return elements;
  }

  /** Vectors as arrays; where a file holds text alone, arrays as JSON. */
  private static Column plain(Column column, StructField field, boolean asText) {
    DataType type = field.dataType();
    boolean isVector = type.equals(SQLDataTypes.VectorType());
    Column plain = isVector ? functions.vector_to_array(column, "float64") : column;
    boolean isNested =
        isVector
            || type instanceof ArrayType
            || type instanceof MapType
            || type instanceof StructType;
    return asText && isNested ? org.apache.spark.sql.functions.to_json(plain) : plain;
  }

  private static Column column(Dataset<Row> table, String name) {
    return table.col(Sql.quoted(name));
  }
}
