package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way a run file can say where a table is and what its columns are. */
class TablesOfRunsTest {
  private static final String FAST =
      "params { hiddenLayers = [8], maxIter = 15, stepSize = 0.05, batchSize = 32 }\n";

  @TempDir private Path path;
  private RunDirectory directory;

  @BeforeEach
  void write() {
    directory = new RunDirectory(path);
    directory.write("plain.csv", rows(",", true));
  }

  /** 200 points; the label says which side of a line they are on, the kind says so as well. */
  private static String rows(String separator, boolean header) {
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder text = new StringBuilder();
    if (header) {
      text.append(String.join(separator, "x", "y", "kind", "w", "part", "label")).append('\n');
    }
    for (int i = 0; i < 200; i++) {
      double x = random.nextDouble() * 2 - 1;
      double y = random.nextDouble() * 2 - 1;
      int label = x + y > 0 ? 1 : 0;
      String kind = List.of("red", "blue", "green").get(label == 1 ? 0 : 1 + i % 2);
      String part = i % 5 == 0 ? "test" : "train";
      text.append(String.join(separator, x + "", y + "", kind, 1 + i % 3 + "", part, label + ""))
          .append('\n');
    }
    return text.toString();
  }

  private Dataset<Row> plain() {
    return RunDirectory.spark()
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(path.resolve("plain.csv").toString());
  }

  private void requireLearnt() {
    assertTrue(directory.metric("accuracy") > 0.85, () -> directory.report().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "json"})
  void formats(String format) {
    plain().write().format(format).save(path.resolve("t." + format).toString());
    directory.done(
        "train",
        FAST
            + ("data { path = DIR/t." + format + ", test { share = 0.3 } }\n")
            + "columns { features = [x, y], label = label }");
    requireLearnt();
  }

  @Test
  void libsvm() {
    StringBuilder text = new StringBuilder();
    for (Row row : plain().select("label", "x", "y").collectAsList()) {
      text.append(row.get(0) + " 1:" + row.get(1) + " 2:" + row.get(2) + "\n");
    }
    directory.write("points.txt", text.toString());
    String run =
        FAST
            + "data { path = DIR/points.txt, format = libsvm, options { numFeatures = 2 }\n"
            + "  test { share = 0.3 } }\n"
            + "columns { label = label }";
    directory.done("train", run);
    requireLearnt();
    // A text file has no vectors.
    directory.done("predict", run);
    String features = directory.predictions().first().getAs("features");
    assertTrue(features.matches("\\[-?[0-9.E-]+,-?[0-9.E-]+]"), features);
    directory.done("predict", run, "output.format=parquet");
    String parquet = directory.output().resolve("predictions.parquet").toString();
    assertEquals(
        "array<double>",
        RunDirectory.spark()
            .read()
            .parquet(parquet)
            .schema()
            .apply("features")
            .dataType()
            .simpleString());
  }

  @Test
  void readerOptionsAndSchema() {
    directory.write("semicolons.data", rows(";", false));
    directory.done(
        "train",
        FAST
            + "data { path = DIR/semicolons.data, format = csv, options { header = false, sep = \";\" }\n"
            + "  schema = \"a DOUBLE, b DOUBLE, c STRING, d INT, e STRING, f INT\"\n"
            + "  test { share = 0.3 } }\n"
            + "columns { features = [a, b], label = f }");
    requireLearnt();
  }

  @Test
  void tablesByNameAndQuery() {
    plain().createOrReplaceTempView("points");
    directory.done(
        "train",
        FAST
            + "data { train { sql = \"SELECT * FROM points WHERE part = 'train'\" }\n"
            + "  test { sql = \"SELECT * FROM points WHERE part = 'test'\" }\n"
            + "  predict { table = points } }\n"
            + "columns { features = [x, y], label = label }");
    requireLearnt();
    assertEquals(40, directory.report().get("test").get("rows").asInt());
    RunDirectory.done(directory.onFile("predict", path.resolve("run.conf")));
    assertEquals(200, directory.predictions().count());
  }

  @Test
  void aTablesOwnPlaceHoldsInsteadOfTheCommonOne() {
    plain().createOrReplaceTempView("points");
    directory.done(
        "train",
        FAST
            + "data { sql = \"SELECT * FROM nowhere\", train { path = DIR/plain.csv }\n"
            + "  test { table = points } }\n"
            + "columns { features = [x, y], label = label }");
    assertEquals(200, directory.report().get("test").get("rows").asInt());
  }

  @Test
  void derivedColumnsAndColumnSplit() {
    String run =
        FAST
            + "data { derive { sum = \"x + y\", side = \"CAST(label = 1 AS INT)\" }\n"
            + "  train { path = DIR/plain.csv }, test { column = Part, value = test }\n"
            + "  predict { path = DIR/unlabelled.csv } }\n"
            + "columns { features = sum, label = side }";
    directory.done("train", run);
    requireLearnt();
    assertEquals(40, directory.report().get("test").get("rows").asInt());
    // Without the column that the label is made of.
    directory.write("unlabelled.csv", "x,y\n0.5,0.5\n-0.5,-0.5\n");
    directory.done("predict", run);
    assertEquals(
        List.of("x", "y", "sum", "prediction", "probability_0", "probability_1"),
        List.of(directory.predictions().columns()));
    assertEquals(1, directory.predictions().filter("prediction = 1 AND x = 0.5").count());
    assertEquals(1, directory.predictions().filter("prediction = 0 AND x = -0.5").count());
  }

  @Test
  void aSharedSplitHoldsOutTheSameRowsHoweverTheTableIsKept() {
    plain().repartition(7).write().parquet(path.resolve("seven.parquet").toString());
    plain().write().json(path.resolve("plain.json").toString());
    String columns = "columns { features = [x, y], label = label }\n";
    String share = "test { share = 0.3, seed = 5 } }\n";
    directory.done("train", FAST + columns + "data { path = DIR/plain.csv, " + share);
    TreeSet<String> fromCsv = predicted("data { path = DIR/plain.csv, " + share + columns);
    TreeSet<String> fromParquet = predicted("data { path = DIR/seven.parquet, " + share + columns);
    TreeSet<String> other =
        predicted("data { path = DIR/plain.csv, test { share = 0.3, seed = 6 } }\n" + columns);
    assertEquals(fromCsv, fromParquet);
    assertEquals(fromCsv, predicted("data { path = DIR/plain.json, " + share + columns));
    assertFalse(fromCsv.equals(other));
    assertTrue(fromCsv.size() > 40 && fromCsv.size() < 80, "" + fromCsv.size());
  }

  private TreeSet<String> predicted(String run) {
    directory.done("predict", run);
    return directory.predictions().select("x", "y").collectAsList().stream()
        .map(Row::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void stringLabels() {
    String run =
        FAST
            + "data { train { path = DIR/plain.csv }, test { path = DIR/plain.csv }\n"
            + "  predict { path = DIR/unlabelled.csv } }\n"
            + "columns { features = [x, y], label = kind }";
    String trained = directory.done("train", run);
    assertTrue(directory.metric("accuracy") > 0.6, trained);
    String evaluated = directory.done("evaluate", run);
    assertTrue(trained.contains(evaluated), evaluated);
    directory.write("unlabelled.csv", "x,y\n0.9,0.9\n-0.9,-0.9\n");
    directory.done("predict", run);
    Dataset<Row> predictions = directory.predictions();
    assertEquals(
        List.of(
            "x",
            "y",
            "prediction",
            "predictedLabel",
            "probability_0",
            "probability_1",
            "probability_2"),
        List.of(predictions.columns()));
    // In alphabetical order red is class 2.
    assertEquals(
        "red", predictions.filter("x > 0 AND prediction = 2").first().getAs("predictedLabel"));
    // Labels that nobody knows yet do not matter for predictions.
    directory.write("unlabelled.csv", "x,y,kind\n0.9,0.9,\n-0.9,-0.9,purple\n");
    directory.done("predict", run);
    assertEquals(2, directory.predictions().count());
  }

  @Test
  void aLabelThatTrainingDidNotKnowCannotBeEvaluated() {
    String run =
        FAST
            + "data { train { path = DIR/plain.csv }, test { path = DIR/other.csv } }\n"
            + "columns { features = [x, y], label = kind }";
    directory.write("other.csv", "x,y,kind\n1,1,red\n1,0,pink\n1,2,\n");
    assertEquals(
        "labels in column 'kind' of the table to evaluate must be one of blue, green, red; found null"
            + " (2 rows)",
        directory.refusal("train", run));
    directory.write("other.csv", "x,y,label\n1,1,1\n1,0,2\n1,2,0.5\n");
    String numbers = run.replace("kind", "label");
    assertEquals(
        "labels in column 'label' of the table to evaluate must be whole numbers 0…1; found 0.5 (2 rows)",
        directory.refusal("train", numbers));
  }

  @Test
  void categoriesThatAreUnseenOrMissing() {
    String run =
        FAST
            + "data { train { path = DIR/plain.csv }, test { path = DIR/plain.csv }\n"
            + "  predict { path = DIR/new.csv } }\n"
            + "columns { categories = [kind, w], label = label }";
    directory.done("train", run);
    assertEquals(1.0, directory.metric("accuracy"));
    directory.write("new.csv", "kind,w\nred,1\nblue,2\nviolet,9\n,1\n");
    directory.done("predict", run);
    Dataset<Row> predictions = directory.predictions();
    assertEquals(4, predictions.count());
    assertEquals(1, predictions.filter("kind = 'red' AND prediction = 1").count());
    assertEquals(1, predictions.filter("kind = 'blue' AND prediction = 0").count());
    assertEquals(4, predictions.filter("probability_0 + probability_1 > 0.99").count());
  }

  @Test
  void missingNumbers() {
    directory.write(
        "gaps.csv", "x,y,label\n,1,0\nNaN,1,0\n2,,1\n4,NaN,1\n3,1,0\n3,5,1\n2,5,1\n4,5,1\n");
    String run =
        FAST
            + "data { train { path = DIR/gaps.csv }, test { path = DIR/gaps.csv } }\n"
            + "columns { features = [x, y], label = label, missing { x = mean, y = 5 } }";
    directory.done("train", run);
    directory.done("predict", run, "output.format=json");
    Map<String, Double> probabilities = new HashMap<>();
    RunDirectory.spark()
        .read()
        .schema("x STRING, y STRING, probability_0 DOUBLE")
        .json(directory.output().resolve("predictions.json").toString())
        .collectAsList()
        .forEach(row -> probabilities.put(row.get(0) + " " + row.get(1), row.getDouble(2)));
    // The table's own columns stay as they are. The mean of 2, 4, 3, 3, 2, 4 is 3.
    assertEquals(8, probabilities.size());
    for (List<String> same :
        List.of(
            List.of("3.0 1.0", "null 1.0"),
            List.of("3.0 1.0", "NaN 1.0"),
            List.of("2.0 5.0", "2.0 null"),
            List.of("4.0 5.0", "4.0 NaN"))) {
      assertEquals(probabilities.get(same.get(0)), probabilities.get(same.get(1)), 1e-6);
    }
  }

  @Test
  void weights() {
    String run =
        "params { hiddenLayers = [], maxIter = 10, solver = gd, stepSize = 0.5 }\n"
            + "data { path = DIR/plain.csv, test { column = part, value = test } }\n"
            + "columns { features = [x, y], label = label, weight = w }";
    directory.done("train", run);
    double weighted = directory.metric("log loss");
    directory.done("train", run.replace(", weight = w", ""));
    assertTrue(Math.abs(weighted - directory.metric("log loss")) > 1e-6);
  }

  @Test
  void allNumbersAndStringsUnlessSomeAreNamed() {
    String out =
        directory.done(
            "train",
            FAST
                + "data { path = DIR/plain.csv, test { column = part, value = test } }\n"
                + "columns { label = label, weight = w }");
    // x, y, and three kinds and "another kind".
    assertTrue(("\n" + out).contains("\n6-8-2,"), out);
    assertFalse(out.contains("same in every row"), out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"number of rooms", "Größe", "a.b c`D"})
  void oddColumnNames(String name) throws Exception {
    String label = name + " label";
    String csv =
        rows(",", true).replace("x,y,kind,w,part,label", csvHeader(name, label))
            + (",0.5,red,1,train,1\n" + "NaN,-0.5,blue,1,train,0\n");
    directory.write("odd.csv", csv);
    String run =
        FAST
            + "data { path = DIR/odd.csv, test { share = 0.3 } }\n"
            + String.format(
                "columns { features = [\"%1$s\", y], categories = [\"%1$s kind\"]\n"
                    + " label = \"%1$s label\", weight = \"%1$s weight\"\n"
                    + " missing { \"%1$s\" = mean } }",
                name);
    directory.done("train", run);
    requireLearnt();
    directory.done("evaluate", run);
    directory.done("predict", run);
    assertEquals(
        List.of(name, "y", name + " kind", name + " weight", "part", label),
        Arrays.asList(directory.predictions().columns()).subList(0, 6));
  }

  private static String csvHeader(String name, String label) {
    return String.join(",", name, "y", name + " kind", name + " weight", "part", label);
  }

  @Test
  void columnNamesInOtherCase() {
    directory.done(
        "train",
        FAST
            + "data { path = DIR/plain.csv, test { share = 0.3 } }\n"
            + "columns { features = [X, Y], categories = [KIND], label = Label, weight = W\n"
            + "  missing { X = mean } }");
    requireLearnt();
    RunDirectory.done(directory.onFile("evaluate", path.resolve("run.conf")));
  }

  @Test
  void regressionAndItsPredictions() {
    String run =
        "task = regression\n"
            + FAST
            + "data { path = DIR/plain.csv, derive { z = \"1000 * x\" }, test { share = 0.3 } }\n"
            + "columns { features = [x, y], label = z }";
    directory.done("train", run);
    assertTrue(directory.metric("R²") > 0.9, () -> directory.report().toString());
    directory.done("predict", run);
    List<String> columns = List.of(directory.predictions().columns());
    assertEquals(List.of("z", "prediction"), columns.subList(columns.size() - 2, columns.size()));
  }

  @Test
  void severalLabels() {
    String run =
        "task = regression\n"
            + FAST
            + "data { path = DIR/plain.csv, derive { far = \"1000 * x\", near = \"y / 100 - x\" }"
            + ", test { share = 0.3 } }\n"
            + "columns { features = [x, y], label = [far, near] }";
    String out = directory.done("train", run);
    assertTrue(directory.metric("R²") > 0.9, out);
    assertTrue(directory.metric("R² near") > 0.9, out);
    assertTrue(directory.metric("RMSE far") > 1000 * directory.metric("RMSE near") / 10, out);
    assertTrue(directory.done("evaluate", run).contains("MAE near"));
    directory.done("predict", run);
    List<String> columns = List.of(directory.predictions().columns());
    assertEquals(
        List.of("far", "near", "prediction_far", "prediction_near"),
        columns.subList(columns.size() - 4, columns.size()));
    assertEquals(
        "column 'kind' is of type string; several labels must be numbers",
        directory.refusal("train", run, "columns.label=[far, kind]"));
    assertEquals(
        "column 'far' is named twice in columns.label",
        directory.refusal("train", run, "columns.label=[far, far]"));
    assertEquals(
        "columns.label is an empty list; name at least one column",
        directory.refusal("train", run, "columns.label=[]"));
  }

  @Test
  void severalYesOrNoLabels() {
    String run =
        "params { loss = multiLabelLogistic, hiddenLayers = [8], maxIter = 30, stepSize = 0.05,"
            + " batchSize = 32 }\n"
            + "data { path = DIR/plain.csv, derive { high = \"y > 0\", right = \"x > 0\" }"
            + ", test { share = 0.3 } }\n"
            + "columns { features = [x, y], label = [high, right] }";
    String out = directory.done("train", run);
    assertTrue(directory.metric("subset accuracy") > 0.8, out);
    assertTrue(directory.metric("F1 right") > 0.8, out);
    directory.done("predict", run);
    List<String> columns = List.of(directory.predictions().columns());
    assertEquals(
        List.of("prediction_high", "prediction_right", "probability_high", "probability_right"),
        columns.subList(columns.size() - 4, columns.size()));
    // Kept as one column of arrays, with one of them of another length.
    Dataset<Row> arrays = plain().selectExpr("x", "y", "array(int(y > 0), int(x > 0)) as labels");
    arrays.write().parquet(path.resolve("arrays.parquet").toString());
    plain()
        .selectExpr("x", "y", "if(x > 0.9, array(1), array(0, 1)) as labels")
        .write()
        .parquet(path.resolve("bad.parquet").toString());
    String ofArrays =
        "params { loss = multiLabelLogistic, hiddenLayers = [8], maxIter = 30, stepSize = 0.05,"
            + " batchSize = 32 }\n"
            + "data { train { path = DIR/arrays.parquet }, test { path = DIR/arrays.parquet } }\n"
            + "columns { features = [x, y], label = labels }";
    directory.done("train", ofArrays);
    assertTrue(directory.metric("F1 1") > 0.8);
    String refusal =
        directory.refusal("evaluate", ofArrays, "data.test.path=" + path.resolve("bad.parquet"));
    assertTrue(
        refusal.startsWith(
            "labels in column 'labels' of the table to evaluate must be 2 times 0 or 1; found [1] ("),
        refusal);
    plain().selectExpr("x", "y", "1 as labels").write().parquet(path.resolve("one.parquet") + "");
    assertEquals(
        "column 'labels' of the table to evaluate is of type int; the model was trained on vectors or"
            + " arrays of 2 numbers",
        directory.refusal("evaluate", ofArrays, "data.test.path=" + path.resolve("one.parquet")));
  }

  @Test
  void quantilesAreColumnsOfTheirOwn() {
    String run =
        "task = regression\n"
            + "params { loss = quantile, quantileProbabilities = [0.1, 0.9], hiddenLayers = [8],"
            + " maxIter = 5 }\n"
            + "data { path = DIR/plain.csv, derive { z = \"x + y\" }, test { share = 0.3 } }\n"
            + "columns { features = [x, y], label = z }";
    directory.done("train", run);
    assertTrue(directory.metric("share below 0.1") <= directory.metric("share below 0.9"));
    directory.done("predict", run);
    List<String> columns = List.of(directory.predictions().columns());
    assertEquals(
        List.of("z", "prediction_0.1", "prediction_0.9"),
        columns.subList(columns.size() - 3, columns.size()));
  }

  @Test
  void offsetsAndClassWeights() {
    String run =
        FAST
            + "data { path = DIR/plain.csv, test { share = 0.3 } }\n"
            + "params { loss = logistic, classWeights = [1, 3.5] }\n"
            + "columns { features = [x, y], label = label, offset = w }";
    directory.done("train", run);
    requireLearnt();
    directory.done("evaluate", run, "params.classWeights=balanced");
    directory.done("train", run, "params.classWeights=balanced");
    assertEquals(
        "column 'x' is named in columns.offset and columns.features; leave one of them",
        directory.refusal("train", run, "columns.offset=x"));
    assertEquals(
        "column 'kind' is of type string; offsets are numbers",
        directory.refusal("train", run, "columns.offset=kind"));
    assertTrue(
        directory
            .refusal("train", run, "params.loss=auto")
            .contains("offsetCol 'w' is added to the one logit of a row but loss"));
    directory.write("new.csv", "x,y\n0.5,0.5\n");
    String refusal =
        directory.refusal("predict", run, "data.predict.path=" + path.resolve("new.csv"));
    assertTrue(refusal.contains("there is no column 'w'"), refusal);
  }

  @Test
  void outputsMayHaveOtherNames() {
    directory.done(
        "train",
        "params { predictionCol = class, probabilityCol = p, predictedLabelCol = told }\n"
            + "params { hiddenLayers = 8, maxIter = 5 }\n"
            + "data { path = DIR/plain.csv, test { share = 0.3 } }\n"
            + "columns { features = [x, y], label = kind }");
    RunDirectory.done(directory.onFile("predict", path.resolve("run.conf")));
    List<String> columns = List.of(directory.predictions().columns());
    assertEquals(List.of("class", "told", "probability_0"), columns.subList(6, 9));
  }

  @Test
  void withoutATestTableTheTrainingTableJudges() {
    String run =
        FAST + "data { path = DIR/plain.csv }\ncolumns { features = [x, y], label = label }";
    String out = directory.done("train", run);
    assertTrue(out.contains("training, 200 rows"), out);
    assertFalse(directory.report().has("test"));
    assertEquals(200, directory.report().get("training").get("rows").asInt());
    assertEquals(
        "the run file has no data.test to evaluate on", directory.refusal("evaluate", run));
  }

  @Test
  void theSameRunGivesTheSameFiles() throws Exception {
    String run =
        FAST + "data { path = DIR/plain.csv, test { share = 0.3 } }\n columns { label = label }";
    directory.done("train", run);
    Path weights = find("weights.safetensors");
    byte[] first = Files.readAllBytes(weights);
    directory.done("train", run);
    assertArrayEquals(first, Files.readAllBytes(find("weights.safetensors")));
  }

  @Test
  void aRunByLbfgsSaysHowManyGradientsItTook() {
    String trained =
        directory.done(
            "train",
            "params { hiddenLayers = [4], solver = L-BFGS, maxIter = 10, regParam = 0.01,"
                + " elasticNetParam = 0.5 }\n"
                + "data { path = DIR/plain.csv, test { share = 0.3 } }\n"
                + "columns { features = [x, y], label = label }");
    long iterations = directory.report().get("steps").asLong();
    long gradients = directory.report().get("evaluations").asLong();
    assertTrue(gradients > iterations && iterations > 0, directory.report().toString());
    String summary = "trained " + iterations + " iterations, " + gradients + " gradients, loss ";
    assertTrue(trained.contains(summary), trained);
    assertTrue(directory.metric("accuracy") > 0.9, trained);
  }

  private Path find(String name) throws Exception {
    try (var files = Files.walk(directory.output())) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void overwritesOlderPredictions() {
    String run =
        FAST
            + "data { path = DIR/plain.csv, test { share = 0.3 } }\n"
            + "columns { features = [x, y], label = label }";
    plain().limit(3).write().mode(SaveMode.Overwrite).csv(output("predictions.csv"));
    directory.done("train", run);
    directory.done("predict", run);
    assertTrue(directory.predictions().count() > 40);
  }

  private String output(String name) {
    return directory.output().resolve(name).toString();
  }
}
