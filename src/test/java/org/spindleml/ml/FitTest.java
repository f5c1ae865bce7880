package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;

class FitTest {
  private static MlpClassifier small() {
    return new MlpClassifier()
        .setHiddenLayers(16)
        .setStepSize(0.02)
        .setMaxIter(40)
        .setBatchSize(64);
  }

  private static double accuracy(Dataset<Row> scored) {
    return new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(scored);
  }

  @ParameterizedTest
  @CsvSource({
    "gd, constant, 0.5",
    "sgd, step, 0.5",
    "momentum, plateau, 0.1",
    "nesterov, oneCycle, 0.1",
    "adagrad, inverse, 0.1",
    "rmsprop, exponential, 0.01",
    "adam, polynomial, 0.02",
    "adamw, flatCosine, 0.02"
  })
  void everySolverLearnsWithSomeSchedule(String solver, String schedule, double rate) {
    Dataset<Row> data = Tables.diamond(500);
    MlpClassifier classifier =
        small()
            .setSolver(solver)
            .setLearningRateSchedule(schedule)
            .setStepSize(rate)
            .setMaxIter(solver.equals("gd") ? 400 : 40)
            .setGradientClipNorm(1)
            .setGradientClipValue(0.5);
    Dataset<Row> scored = classifier.fit(data).transform(data);
    assertTrue(accuracy(scored) > 0.9, () -> classifier.getSolver() + " " + accuracy(scored));
  }

  @Test
  void classifierLearns() {
    Dataset<Row> data = Tables.diamond(1000);
    for (String loss : List.of("auto", "logistic")) {
      MlpClassifier classifier = small().setLoss(loss);
      MlpClassificationModel model = classifier.fit(data);
      Dataset<Row> scored = model.transform(data);
      assertTrue(accuracy(scored) > 0.95, () -> loss + " " + accuracy(scored));
      assertTrue(new BinaryClassificationEvaluator().evaluate(scored) > 0.98);
      assertEquals(2, model.numClasses());
      assertEquals(classifier.uid(), model.uid());
      assertSame(classifier, model.parent());
      assertEquals(40, model.getMaxIter());
      assertEquals(loss, model.getLoss());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "batch, false, 0.1, 0, 0",
    "layer, false, 0, 0, 3",
    "layer, true, 0.1, 0.02, 0",
    "none, true, 0.1, 0.02, 3"
  })
  void everyOptionOfHiddenLayersLearns(
      String normalization, boolean residual, double dropout, double inputDropout, double maxNorm) {
    Dataset<Row> data = Tables.diamond(500);
    MlpClassificationModel model =
        small()
            .setHiddenLayers(16, 16)
            .setNormalization(normalization)
            .setResidual(residual)
            .setDropout(dropout)
            .setInputDropout(inputDropout)
            .setMaxNorm(maxNorm)
            .fit(data);
    Dataset<Row> scored = model.transform(data);
    assertTrue(accuracy(scored) > 0.9, () -> normalization + " " + accuracy(scored));
    for (Row row : scored.select("features", "rawPrediction").takeAsList(20)) {
      Vector alone = model.predictRaw(row.getAs(0));
      assertArrayEquals(((Vector) row.getAs(1)).toArray(), alone.toArray(), 1e-4);
    }
  }

  @Test
  void dropoutAndBatchNormGiveTheSameBitsWhereverTheStepsAreComputed() {
    Dataset<Row> data = Tables.diamond(600);
    MlpClassifier classifier =
        small().setMaxIter(3).setBatchSize(256).setNormalization("batch").setDropout(0.3);
    MlpClassificationModel local = classifier.setExecution("local").fit(data);
    MlpClassificationModel cluster = classifier.setExecution("cluster").fit(data.repartition(7));
    assertEquals(local.weights(), cluster.weights());
    assertEquals(
        List.of(
            "hidden1.weight",
            "hidden1.bias",
            "hidden1.gain",
            "hidden1.shift",
            "output.weight",
            "output.bias",
            "hidden1.runningMean",
            "hidden1.runningVariance"),
        List.copyOf(local.parameters().keySet()));
  }

  @Test
  void optionsThatFitNoLayerAreRefused() {
    Dataset<Row> data = Tables.diamond(100);
    MlpClassifier classifier = small().setHiddenLayers(8, 4).setResidual(true);
    assertEquals(
        "residual needs a hidden layer as wide as the layer before it; the widths are 2-8-4-2",
        assertThrows(InputException.class, () -> classifier.fit(data)).getMessage());
  }

  @Test
  void regressorLearns() {
    Dataset<Row> data = Tables.hills(1000);
    MlpRegressor regressor =
        new MlpRegressor().setHiddenLayers(16).setStepSize(0.02).setMaxIter(40).setBatchSize(64);
    MlpRegressionModel model = regressor.fit(data);
    double r2 = new RegressionEvaluator().setMetricName("r2").evaluate(model.transform(data));
    assertTrue(r2 > 0.98, () -> "R² " + r2);
  }

  @Test
  void sameBitsWhereverTheStepsAreComputed() {
    Dataset<Row> data = Tables.diamond(600);
    MlpClassifier classifier = small().setMaxIter(3);
    MlpClassificationModel local = classifier.setExecution("local").fit(data);
    MlpClassificationModel cluster = classifier.setExecution("cluster").fit(data.repartition(7));
    assertEquals(local.weights(), cluster.weights());
  }

  @Test
  void anyFormOfFeaturesTrainsTheSameModel() {
    Dataset<Row> data =
        Tables.diamond(300)
            .withColumn(
                "array",
                org.apache.spark.ml.functions.vector_to_array(
                    org.apache.spark.sql.functions.col("features"), "float64"))
            .selectExpr(
                "features", "array", "array[0] as `x.1`", "array[1] as `y 2`", "label as `l.b l`");
    MlpClassifier classifier = small().setMaxIter(2).setLabelCol("l.b l");
    MlpClassificationModel fromVectors = classifier.fit(data);
    assertEquals(
        fromVectors.weights(),
        classifier.copy(ParamMap.empty()).setFeaturesCol("array").fit(data).weights());
    MlpClassificationModel fromColumns =
        classifier.copy(ParamMap.empty()).setFeaturesCols("x.1", "y 2").fit(data);
    assertEquals(fromVectors.weights(), fromColumns.weights());
    assertEquals(300, fromColumns.transform(data).count());
  }

  @Test
  void morePartitionsThanRows() {
    assertEquals(
        small().setMaxIter(1).fit(Tables.diamond(20)).weights(),
        small().setMaxIter(1).fit(Tables.diamond(20).repartition(37)).weights());
  }

  @Test
  void thresholdsAndLayersSayHowManyClasses() {
    Dataset<Row> data = Tables.diamond(100);
    MlpClassifier classifier = small().setMaxIter(1);
    assertEquals(
        4, classifier.setThresholds(new double[] {0.1, 0.2, 0.3, 0.4}).fit(data).numClasses());
    MlpClassifier layers = new MlpClassifier().setMaxIter(1).setLayers(2, 5, 3);
    assertEquals("2-5-3", layers.fit(data).network().network().toString());
    assertEquals(
        "the input layer has 3 units but the rows have 2 features",
        assertThrows(InputException.class, () -> new MlpClassifier().setLayers(3, 5, 2).fit(data))
            .getMessage());
  }

  @Test
  void tellsItsListener() {
    TrainingResult[] heard = new TrainingResult[1];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void finished(TrainingResult result) {
            heard[0] = result;
          }
        };
    MlpClassifier classifier = small().setMaxIter(2).setTrainingListener(listener);
    classifier.copy(ParamMap.empty()).fit(Tables.diamond(100));
    assertEquals(2, heard[0].lossHistory().length);
  }

  @Test
  void badColumnsAreNamed() {
    Dataset<Row> data = Tables.diamond(20).selectExpr("*", "'a' as text", "array('b') as texts");
    assertFails(
        "there is no column 'nope'; the table has label, features, text, texts",
        small().setFeaturesCol("nope"),
        data);
    assertFails(
        "there is no column 'featurs'; did you mean 'features'? The table has label, features,"
            + " text, texts",
        small().setFeaturesCol("featurs"),
        data);
    assertFails(
        "there is no column 'target'; the table has label, features, text, texts",
        small().setLabelCol("target"),
        data);
    assertFails(
        "column 'text' is of type string; the weight must be a number (StringIndexer makes class"
            + " numbers of strings)",
        small().setWeightCol("text"),
        data);
    assertFails(
        "column 'texts' is of type array<string>; features are vectors, arrays of numbers, or"
            + " columns of numbers (turn categories into numbers with StringIndexer and"
            + " OneHotEncoder)",
        small().setFeaturesCol("texts"),
        data);
  }

  private static void assertFails(String message, MlpClassifier classifier, Dataset<Row> data) {
    assertEquals(
        message,
        assertThrows(InputException.class, () -> classifier.transformSchema(data.schema()))
            .getMessage());
    assertEquals(
        message, assertThrows(InputException.class, () -> classifier.fit(data)).getMessage());
  }

  @Test
  void trainValidationSplitChooses() {
    MlpRegressor regressor =
        new MlpRegressor().setHiddenLayers(8).setStepSize(0.02).setBatchSize(32);
    TrainValidationSplitModel chosen =
        new TrainValidationSplit()
            .setEstimator(regressor)
            .setEvaluator(new RegressionEvaluator())
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(regressor.maxIter(), new int[] {0, 20}).build())
            .fit(Tables.hills(300));
    assertEquals(20, ((MlpRegressionModel) chosen.bestModel()).getMaxIter());
  }

  @Test
  void pipelinesTrainAndAreSaved(@TempDir Path directory) throws Exception {
    Dataset<Row> data = Tables.diamond(300);
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StandardScaler().setInputCol("features").setOutputCol("scaled"),
                  small().setFeaturesCol("scaled").setMaxIter(3)
                });
    PipelineModel model = pipeline.fit(data);
    model.save(directory.resolve("p").toString());
    PipelineModel loaded = PipelineModel.load(directory.resolve("p").toString());
    Dataset<Row> unlabelled = data.drop("label");
    assertEquals(
        model.transform(unlabelled).collectAsList(), loaded.transform(unlabelled).collectAsList());
  }

  @Test
  void nothingIsLeftBehind() {
    small().setMaxIter(2).setExecution("cluster").fit(Tables.diamond(200));
    assertTrue(LocalSpark.session().sparkContext().getPersistentRDDs().isEmpty());
  }
}
