package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.spark.LocalSpark;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.StopReason;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;

/** What a trained model tells of its training, and how long it does. */
class SummaryTest {
  private static MlpClassifier small() {
    return new MlpClassifier().setHiddenLayers(8).setMaxIter(4).setBatchSize(64);
  }

  /** Remembers all that a listener is told. */
  private static final class Told implements TrainingListener {
    private final List<String> notes = new ArrayList<>();
    private TrainingResult result;

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public void finished(TrainingResult finished) {
      result = finished;
    }
  }

  @Test
  void tellsWhatTheListenerWasTold() {
    Told told = new Told();
    MlpClassificationTrainingSummary summary =
        small().setMomentum(0.5).setTrainingListener(told).fit(Tables.diamond(200)).summary();
    TrainingResult result = told.result;
    assertEquals(4, summary.totalIterations());
    assertArrayEquals(result.lossHistory(), summary.objectiveHistory());
    assertEquals(result.bestEpoch(), summary.bestIteration());
    assertEquals(StopReason.MAX_ITER, summary.stopReason());
    assertEquals("the last iteration was reached", summary.stopReason().toString());
    assertEquals(200, summary.rows());
    assertEquals(16, summary.steps());
    assertEquals(16, summary.evaluations());
    assertEquals(told.notes, summary.notes());
    assertEquals("momentum is set but solver adamw does not use it", summary.notes().get(0));
    assertTrue(summary.notes().size() > 2, () -> "" + summary.notes());

    Dataset<Row> history = summary.history();
    assertEquals(
        "epoch int,loss double,validationLoss double,validationMetric double,"
            + "learningRate double,gradientNorm double,computeSeconds double,"
            + "sparkSeconds double,driverSeconds double",
        types(history));
    List<Row> rows = history.collectAsList();
    for (int i = 0; i < 4; i++) {
      EpochRecord epoch = result.epochs().get(i);
      double[] numbers = {
        i + 1,
        epoch.loss(),
        epoch.validationLoss(),
        epoch.validationMetric(),
        epoch.learningRate(),
        epoch.gradientNorm(),
        epoch.seconds().compute(),
        epoch.seconds().spark(),
        epoch.seconds().driver()
      };
      double[] histories = {
        i + 1,
        summary.objectiveHistory()[i],
        summary.validationHistory()[i],
        summary.validationMetricHistory()[i],
        summary.learningRates()[i],
        summary.gradientNorms()[i],
        summary.computeSeconds()[i],
        summary.sparkSeconds()[i],
        summary.driverSeconds()[i]
      };
      for (int c = 0; c < numbers.length; c++) {
        assertEquals(numbers[c], ((Number) rows.get(i).get(c)).doubleValue(), "column " + c);
        assertEquals(numbers[c], histories[c], "history " + c);
      }
    }
  }

  private static String types(Dataset<Row> table) {
    List<String> fields = new ArrayList<>();
    for (var field : table.schema().fields()) {
      fields.add(field.name() + " " + field.dataType().simpleString());
    }
    return String.join(",", fields);
  }

  @Test
  void costsNothingBeforeItIsAsked() {
    Dataset<Row> data = Tables.diamond(200).repartition(3);
    MlpClassificationModel model = small().fit(data);
    try (CountedJobs jobs = new CountedJobs(data.sparkSession().sparkContext())) {
      MlpClassificationTrainingSummary summary = model.summary();
      summary.objectiveHistory();
      summary.history();
      assertEquals(
          List.of("label", "features", "rawPrediction", "probability", "prediction"),
          List.of(summary.predictions().columns()));
      assertEquals(0, jobs.count());
      double accuracy = summary.accuracy();
      int once = jobs.count();
      assertTrue(once > 0);
      assertEquals(summary.metrics().accuracy(), accuracy);
      assertEquals(2, summary.labels().length);
      assertTrue(summary.areaUnderROC() > 0.5);
      summary.roc();
      assertEquals(once, jobs.count(), "one pass gives all metrics");
    }
  }

  @Test
  void staysWithCopiesAndEndsWithFiles(@TempDir Path directory) throws Exception {
    Dataset<Row> data = Tables.diamond(100);
    MlpClassificationModel model = small().fit(data);
    assertSame(model.summary(), model.copy(ParamMap.empty()).summary());
    // Columns that are renamed later are not the summary's.
    double accuracy = model.summary().accuracy();
    model.setPredictionCol("").setThresholds(new double[] {1e-9, 1});
    assertEquals("prediction", model.summary().predictionCol());
    assertEquals(accuracy, model.summary().accuracy());
    assertNotEquals(accuracy, model.evaluate(data).accuracy());

    String path = directory.resolve("model").toString();
    model.save(path);
    MlpClassificationModel loaded = MlpClassificationModel.load(path);
    assertFalse(loaded.hasSummary());
    assertEquals(
        "No training summary available for this MlpClassificationModel: a loaded model has none;"
            + " evaluate(Dataset) judges it by a table",
        assertThrows(IllegalStateException.class, loaded::summary).getMessage());
    assertEquals(model.evaluate(data).accuracy(), loaded.evaluate(data).accuracy());

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(model);
    Object arrived =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertFalse(((MlpClassificationModel) arrived).hasSummary());
    assertFalse(small().train(data).hasSummary());
    assertFalse(new MlpClassificationModel().hasSummary());
    assertTrue(model.estimatedSize() < 100_000, () -> model.estimatedSize() + " bytes");
  }

  @Test
  void ofPipelinesAndOfTheBestOfMany() {
    Dataset<Row> data = Tables.diamond(120);
    PipelineModel pipeline = new Pipeline().setStages(new PipelineStage[] {small()}).fit(data);
    MlpClassificationModel inPipeline =
        (MlpClassificationModel) pipeline.copy(ParamMap.empty()).stages()[0];
    assertEquals(4, inPipeline.summary().totalIterations());

    MlpClassifier classifier = small();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(classifier.maxIter(), new int[] {0, 6}).build())
            .setNumFolds(2)
            .setSeed(1)
            .fit(data);
    MlpClassificationModel best = (MlpClassificationModel) chosen.bestModel();
    assertEquals(best.getMaxIter(), best.summary().totalIterations());
    assertEquals(120, best.summary().rows(), "the best is fit to all rows");
    assertEquals(120, best.summary().metrics().rows());
  }

  /** Rows that training left out are no part of how well it went. */
  @Test
  void rowsThatAreSkippedDoNotCount() {
    Dataset<Row> data =
        LocalSpark.session()
            .sql(
                "SELECT * FROM VALUES (0D, 1D, 1D), (0D, 2D, 1D), (1D, 5D, 2D), (1D, 6D, 0D),"
                    + " (NULL, 3D, 1D), (1D, NULL, 1D), (0.5D, 4D, 1D), (1D, 7D, -1D)"
                    + " AS t(label, x, w)");
    MlpClassificationModel model =
        small().setFeaturesCols("x").setWeightCol("w").setHandleInvalid("skip").fit(data);
    assertEquals(3, model.summary().rows());
    assertEquals(3, model.summary().metrics().rows());
    assertEquals(4, model.summary().metrics().weightSum());
    assertEquals("w", model.summary().weightCol());
  }

  /** Rows that judged the training are no training rows. */
  @Test
  void rowsThatValidateDoNotCount() {
    Dataset<Row> data =
        Tables.diamond(200)
            .selectExpr(
                "features", "label", "if(label = 1, 'in', 'out') as name", "'kept' as other");
    for (String label : List.of("label", "name")) {
      MlpClassifier byContent = small().setLabelCol(label).setValidationFraction(0.3);
      byContent.setPredictedLabelCol("");
      MlpClassificationTrainingSummary summary = byContent.fit(data).summary();
      assertTrue(summary.rows() > 100 && summary.rows() < 180, summary.rows() + " rows");
      assertEquals(summary.rows(), summary.metrics().rows(), label);
      assertEquals(List.of(data.columns()), List.of(summary.predictions().columns()).subList(0, 4));
    }
    Dataset<Row> marked =
        data.selectExpr("features", "label", "label = 0 and rand(1) < 0.5 as held").cache();
    MlpClassificationTrainingSummary summary =
        small().setValidationIndicatorCol("held").fit(marked).summary();
    assertEquals(marked.filter("not held").count(), summary.rows());
    assertEquals(summary.rows(), summary.metrics().rows());
    Dataset<Row> unsaid =
        marked.selectExpr("features", "label", "if(label = 0, held, null) as held");
    Dataset<Row> someUnsaid = unsaid.union(marked.filter("label = 1").limit(9));
    MlpClassificationTrainingSummary skipped =
        small()
            .setValidationIndicatorCol("held")
            .setHandleInvalid("skip")
            .fit(someUnsaid)
            .summary();
    assertEquals(someUnsaid.filter("not held").count(), skipped.rows());
    assertEquals(skipped.rows(), skipped.metrics().rows());
    marked.unpersist(true);
  }

  @Test
  void ofARegression(@TempDir Path directory) throws Exception {
    Dataset<Row> data = Tables.hills(150);
    MlpRegressionModel model =
        new MlpRegressor().setHiddenLayers(8).setSolver("l-bfgs").setMaxIter(9).fit(data);
    MlpRegressionTrainingSummary summary = model.copy(ParamMap.empty()).summary();
    assertEquals(model.summary().totalIterations(), summary.history().count());
    assertTrue(summary.evaluations() > summary.steps());
    assertTrue(summary.r2() > 0.5, () -> "R² " + summary.r2());
    assertEquals("label", summary.labelCol());
    assertEquals("", summary.weightCol());
    assertTrue(summary.toString().contains("RMSE"), summary.toString());
    String path = directory.resolve("model").toString();
    model.save(path);
    MlpRegressionModel loaded = MlpRegressionModel.load(path);
    assertFalse(loaded.hasSummary());
    assertThrows(IllegalStateException.class, loaded::summary);
    assertEquals(summary.r2(), loaded.evaluate(data).r2());
    assertTrue(model.estimatedSize() < 100_000, () -> model.estimatedSize() + " bytes");
  }

  /** Outputs that are turned off are still judged. */
  @Test
  void ofAModelWithoutOutputs() {
    Dataset<Row> data = Tables.diamond(100);
    MlpClassificationModel model =
        small().setPredictionCol("").setProbabilityCol("").setRawPredictionCol("").fit(data);
    assertEquals(2, model.transform(data).columns().length);
    MlpClassificationSummary summary = model.summary();
    assertTrue(summary.predictionCol().startsWith("prediction_"), summary.predictionCol());
    Vector first = summary.predictions().select(summary.probabilityCol()).first().getAs(0);
    assertEquals(2, first.size());
    assertEquals(summary.accuracy(), model.evaluate(data).accuracy());
  }

  @Test
  void writesAReportOverAnOlderOne(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("deep/report.html");
    for (int epochs = 2; epochs < 4; epochs++) {
      MlpClassificationTrainingSummary summary =
          small().setMaxIter(epochs).fit(Tables.diamond(200)).summary();
      summary.writeReport(file.toString());
      String page = Files.readString(file);
      assertTrue(page.contains("trained on 200 rows: " + epochs + " epochs"));
      assertTrue(page.contains("<dt>hiddenLayers</dt><dd>[8]</dd>"));
      assertTrue(page.contains("<h2>Training table</h2>"));
    }
    MlpRegressionTrainingSummary values =
        new MlpRegressor().setHiddenLayers(4).setMaxIter(1).fit(Tables.diamond(200)).summary();
    values.writeReport(file.toString());
    assertTrue(Files.readString(file).contains("Predicted over true value"));
  }
}
