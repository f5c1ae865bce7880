package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.model.Scorer;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/** Labels that are vectors or arrays, and predictions that are vectors. */
class SeveralTargetsTest {
  private static final StructType VECTORS =
      new StructType().add("label", SQLDataTypes.VectorType()).add("x", DataTypes.DoubleType);

  private static final int ROWS = 400;

  /** A line in thousands and a wave in thousandths. */
  private static double[] values(double x) {
    return new double[] {5000 + 2000 * x, Math.sin(3 * x) / 1000};
  }

  /** Whether x is above 0, far from 0, and below −0.8. */
  private static double[] labels(double x) {
    return new double[] {x > 0 ? 1 : 0, Math.abs(x) > 0.5 ? 1 : 0, x < -0.8 ? 1 : 0};
  }

  private static Dataset<Row> table(Function<Double, double[]> label) {
    SplittableRandom random = new SplittableRandom(8);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double x = 2 * random.nextDouble() - 1;
      Vector vector = Vectors.dense(label.apply(x));
      rows.add(RowFactory.create(i % 2 == 0 ? vector : vector.toSparse(), x));
    }
    return Tables.of(rows, VECTORS);
  }

  private static MlpRegressor regressor() {
    return new MlpRegressor()
        .setFeaturesCol("x")
        .setHiddenLayers(16)
        .setActivation("tanh")
        .setStepSize(0.02)
        .setMaxIter(60)
        .setBatchSize(64);
  }

  private static MlpClassifier classifier() {
    return new MlpClassifier()
        .setLoss("multiLabelLogistic")
        .setFeaturesCol("x")
        .setHiddenLayers(16)
        .setActivation("tanh")
        .setStepSize(0.02)
        .setMaxIter(60)
        .setBatchSize(64);
  }

  @Test
  void eachTargetIsLearntInItsOwnUnits() {
    Dataset<Row> data = table(SeveralTargetsTest::values);
    MlpRegressionModel model = regressor().fit(data);
    assertEquals(2, model.numPredictions());
    Dataset<Row> scored = model.transform(data);
    double[] meanErrors = new double[2];
    for (Row row : scored.collectAsList()) {
      Vector truth = row.getAs("label");
      Vector found = row.getAs("prediction");
      Vector alone = model.predictValues(Vectors.dense(row.<Double>getAs("x")));
      for (int j = 0; j < 2; j++) {
        meanErrors[j] += Math.abs(truth.apply(j) - found.apply(j)) / ROWS;
        assertEquals(alone.apply(j), found.apply(j), 1e-5 * Math.abs(alone.apply(j)) + 1e-8);
      }
    }
    String errors = Arrays.toString(meanErrors);
    assertTrue(meanErrors[0] < 60 && meanErrors[1] < 1.5e-4, errors);
    assertEquals(
        "this model predicts 2 numbers for a row; use predictValues",
        assertThrows(IllegalStateException.class, () -> model.predict(Vectors.dense(0)))
            .getMessage());
  }

  @Test
  void anyFormOfLabelsTrainsTheSameModel() {
    Dataset<Row> data = table(SeveralTargetsTest::values);
    Dataset<Row> arrays =
        data.withColumn(
            "label", org.apache.spark.ml.functions.vector_to_array(data.col("label"), "float64"));
    MlpRegressor regressor = regressor().setMaxIter(2);
    assertEquals(regressor.fit(data).weights(), regressor.fit(arrays).weights());
    Dataset<Row> first = arrays.selectExpr("label[0] as number", "array(label[0]) as one", "x");
    MlpRegressionModel number = regressor.setLabelCol("number").fit(first);
    MlpRegressionModel one = regressor.copy(ParamMap.empty()).setLabelCol("one").fit(first);
    assertEquals(number.weights(), one.weights());
    // One value is a number, in whatever form it came.
    assertEquals(number.transform(first).collectAsList(), one.transform(first).collectAsList());
  }

  @Test
  void severalLabelsAtOnce() {
    Dataset<Row> data = table(SeveralTargetsTest::labels);
    MlpClassificationModel model = classifier().fit(data);
    assertEquals(3, model.numClasses());
    Dataset<Row> scored = model.transform(data);
    int right = 0;
    for (Row row : scored.collectAsList()) {
      Vector raw = row.getAs("rawPrediction");
      Vector probability = row.getAs("probability");
      double[] prediction = row.<Vector>getAs("prediction").toArray();
      double[] truth = row.<Vector>getAs("label").toArray();
      Vector x = Vectors.dense(row.<Double>getAs("x"));
      for (int j = 0; j < 3; j++) {
        assertEquals(1 / (1 + Math.exp(-raw.apply(j))), probability.apply(j), 1e-6);
        assertEquals(probability.apply(j) > 0.5 ? 1 : 0, prediction[j]);
        assertEquals(model.predictProbability(x).apply(j), probability.apply(j), 1e-5);
        assertEquals(model.predictRaw(x).apply(j), raw.apply(j), 1e-4);
        right += prediction[j] == truth[j] ? 1 : 0;
      }
    }
    int answers = right;
    assertTrue(right > 0.97 * 3 * ROWS, () -> answers + " right");
    assertArrayEquals(
        new Scorer(model.network()).predictions(new double[] {0.3}),
        model.predictProbability(Vectors.dense(0.3)).toArray());
    assertEquals(Vectors.dense(1, 1, 0), model.predictLabels(Vectors.dense(0.9)));
    assertEquals(
        "this model predicts 3 labels for a row; use predictLabels",
        assertThrows(IllegalStateException.class, () -> model.predict(Vectors.dense(0)))
            .getMessage());
  }

  @Test
  void thresholdsAreOneALabel() {
    Dataset<Row> data = table(SeveralTargetsTest::labels);
    MlpClassifier classifier = classifier().setMaxIter(3);
    MlpClassificationModel model = classifier.setThresholds(new double[] {0, 0.5, 1}).fit(data);
    for (Row row : model.transform(data).collectAsList()) {
      double p = row.<Vector>getAs("probability").apply(1);
      assertEquals(Vectors.dense(1, p > 0.5 ? 1 : 0, 0), row.getAs("prediction"));
    }
    assertEquals(
        "layers or thresholds are for 2 targets but column 'label' holds 3 values",
        refusal(() -> classifier.setThresholds(new double[] {0.5, 0.5}).fit(data)));
    assertEquals(
        "thresholds has 2 numbers but layers has 4 labels",
        refusal(() -> classifier.setLayers(1, 16, 4).fit(data)));
  }

  @Test
  void schemasSayWhatTransformGives() {
    Dataset<Row> data = table(SeveralTargetsTest::labels);
    MlpClassificationModel model = classifier().setMaxIter(0).fit(data);
    StructType schema = model.transformSchema(data.schema());
    assertEquals(schema, model.transform(data).schema());
    for (String output : List.of("rawPrediction", "probability", "prediction")) {
      assertEquals(SQLDataTypes.VectorType(), schema.apply(output).dataType());
      assertEquals(3, AttributeGroup.fromStructField(schema.apply(output)).size());
      assertEquals(
          SQLDataTypes.VectorType(),
          classifier().transformSchema(data.schema()).apply(output).dataType());
    }
    MlpRegressionModel values = regressor().setMaxIter(0).fit(data);
    assertEquals(values.transformSchema(data.schema()), values.transform(data).schema());
    assertEquals(
        SQLDataTypes.VectorType(),
        regressor().transformSchema(data.schema()).apply("prediction").dataType());
    Dataset<Row> numbers = data.withColumn("label", data.col("x"));
    assertEquals(
        DataTypes.DoubleType,
        regressor().transformSchema(numbers.schema()).apply("prediction").dataType());
    StructType quantiles =
        regressor()
            .setLoss("quantile")
            .setQuantileProbabilities(0.1, 0.9)
            .transformSchema(numbers.schema());
    assertEquals(2, AttributeGroup.fromStructField(quantiles.apply("prediction")).size());
  }

  @Test
  void quantilesArePredictedAsAVector() {
    Dataset<Row> data = table(SeveralTargetsTest::values).selectExpr("x", "x * x as label");
    MlpRegressor regressor =
        regressor().setLoss("quantile").setQuantileProbabilities(0.1, 0.5, 0.9).setMaxIter(5);
    MlpRegressionModel model = regressor.fit(data);
    assertEquals(3, model.numPredictions());
    for (Row row : model.transform(data).limit(20).collectAsList()) {
      Vector found = row.getAs("prediction");
      assertTrue(found.apply(0) <= found.apply(1) && found.apply(1) <= found.apply(2));
    }
  }

  @Test
  void modelsAreSaved(@TempDir Path directory) throws Exception {
    Dataset<Row> data = table(SeveralTargetsTest::labels);
    MlpClassificationModel labels =
        classifier().setMaxIter(1).setThresholds(new double[] {0.4, 0.5, 0.6}).fit(data);
    labels.save(directory.resolve("labels").toString());
    assertEquals(
        labels.transform(data).collectAsList(),
        MlpClassificationModel.load(directory.resolve("labels").toString())
            .transform(data)
            .collectAsList());
    MlpRegressionModel values = regressor().setMaxIter(1).fit(data);
    values.save(directory.resolve("values").toString());
    assertEquals(
        values.transform(data).collectAsList(),
        MlpRegressionModel.load(directory.resolve("values").toString())
            .transform(data)
            .collectAsList());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Dataset<Row> data = table(SeveralTargetsTest::values);
    assertEquals(
        "layers or thresholds are for 3 targets but column 'label' holds 2 values",
        refusal(() -> regressor().setLayers(1, 16, 3).fit(data)));
    assertEquals(
        "offsetCol 'x' is added to one target but column 'label' holds 2 values; train one model"
            + " for each",
        refusal(() -> regressor().setOffsetCol("x").fit(data)));
    Dataset<Row> labels = table(SeveralTargetsTest::labels);
    assertEquals(
        "loss softmaxCrossEntropy takes one class number a row but column 'label' holds 3 values;"
            + " use loss multiLabelLogistic if they are 0 or 1",
        refusal(() -> classifier().setLoss("auto").fit(labels)));
    assertEquals(
        "column 'label' holds no values to predict",
        refusal(() -> regressor().fit(table(x -> new double[0]))));
    assertEquals(
        "labels in column 'label' must be 0 or 1 for loss multiLabelLogistic: found 0.5 at position"
            + " 1 in row 1 and 399 other rows; handleInvalid=skip leaves such rows out",
        refusal(() -> classifier().fit(table(x -> new double[] {1, 0.5}).coalesce(1))));
  }

  private static String refusal(Executable fit) {
    return assertThrows(InputException.class, fit).getMessage();
  }

  @Test
  void constantTargetsAreSaidOneByOne() {
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    regressor()
        .setMaxIter(0)
        .setTrainingListener(listener)
        .fit(table(x -> new double[] {x, 7, x, 8}));
    assertTrue(notes.contains("value 1 of column 'label' is 7.0 in every row"), notes::toString);
    assertTrue(notes.contains("value 3 of column 'label' is 8.0 in every row"), notes::toString);
  }
}
