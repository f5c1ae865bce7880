package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.functions;
import org.apache.spark.mllib.evaluation.BinaryClassificationMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.QuantileMetrics;
import org.spindleml.table.InputException;
import scala.Product;
import scala.Tuple2;
import scala.Tuple3;

/** A model judges itself as Spark's evaluators judge it. */
class EvaluateTest {
  private static MlpClassifier small() {
    return new MlpClassifier().setHiddenLayers(8).setMaxIter(5).setBatchSize(64).setWeightCol("w");
  }

  /** The diamond with weights, some of them 0. */
  private static Dataset<Row> weighted() {
    return Tables.diamond(300).selectExpr("*", "abs(hash(features)) % 4 as w");
  }

  private static double bySpark(MlpSummary summary, String metric, double label, double beta) {
    return new MulticlassClassificationEvaluator()
        .setMetricName(metric)
        .setMetricLabel(label)
        .setBeta(beta)
        .setWeightCol("w")
        .evaluate(summary.predictions());
  }

  @Test
  void classesAsSparkCountsThem() {
    // Class 3 of 5 never occurs.
    Dataset<Row> data =
        Tables.diamond(300)
            .selectExpr(
                "double(if(label = 1, 4, abs(hash(features)) % 3)) as label",
                "features", "1 + abs(hash(features, 1)) % 4 as w");
    MlpClassificationModel model =
        small()
            .setClassWeights(1, 2, 3, 4, 5)
            .setThresholds(new double[] {1, 1, 1, 1, 1})
            .fit(data);
    MlpClassificationSummary summary = model.evaluate(data);
    assertArrayEquals(new double[] {0, 1, 2, 4}, summary.labels());
    assertEquals(bySpark(summary, "accuracy", 0, 1), summary.accuracy(), 1e-12);
    assertEquals(bySpark(summary, "logLoss", 0, 1), summary.metrics().logLoss(), 1e-12);
    assertEquals(bySpark(summary, "f1", 0, 1), summary.weightedFMeasure(), 1e-12);
    assertEquals(bySpark(summary, "weightedFMeasure", 0, 2), summary.weightedFMeasure(2), 1e-12);
    assertEquals(bySpark(summary, "weightedPrecision", 0, 1), summary.weightedPrecision(), 1e-12);
    assertEquals(bySpark(summary, "weightedRecall", 0, 1), summary.weightedRecall(), 1e-12);
    assertEquals(
        bySpark(summary, "weightedTruePositiveRate", 0, 1),
        summary.weightedTruePositiveRate(),
        1e-12);
    assertEquals(
        bySpark(summary, "weightedFalsePositiveRate", 0, 1),
        summary.weightedFalsePositiveRate(),
        1e-12);
    double[] labels = summary.labels();
    for (int i = 0; i < labels.length; i++) {
      double k = labels[i];
      assertEquals(
          bySpark(summary, "truePositiveRateByLabel", k, 1),
          summary.truePositiveRateByLabel()[i],
          1e-12);
      assertEquals(
          bySpark(summary, "falsePositiveRateByLabel", k, 1),
          summary.falsePositiveRateByLabel()[i],
          1e-12);
      assertEquals(
          bySpark(summary, "precisionByLabel", k, 1), summary.precisionByLabel()[i], 1e-12);
      assertEquals(bySpark(summary, "recallByLabel", k, 1), summary.recallByLabel()[i], 1e-12);
      assertEquals(bySpark(summary, "fMeasureByLabel", k, 1), summary.fMeasureByLabel()[i], 1e-12);
      assertEquals(
          bySpark(summary, "fMeasureByLabel", k, 0.5), summary.fMeasureByLabel(0.5)[i], 1e-12);
    }
    assertThrows(IllegalStateException.class, summary::roc);
    assertThrows(IllegalStateException.class, summary::multiLabelMetrics);
  }

  @Test
  void curvesOfTwoClassesAsSparkDrawsThem() {
    Dataset<Row> data = weighted();
    MlpClassificationSummary summary = small().fit(data).evaluate(data);
    BinaryClassificationEvaluator evaluator =
        new BinaryClassificationEvaluator()
            .setRawPredictionCol("probability")
            .setWeightCol("w")
            .setNumBins(0);
    Dataset<Row> counted = summary.predictions().filter("w > 0");
    assertEquals(evaluator.evaluate(counted), summary.areaUnderROC(), 1e-4);
    List<Product> scores = new ArrayList<>();
    for (Row row :
        counted
            .select(
                functions.vector_to_array(counted.col("probability"), "float64").getItem(1),
                counted.col("label"),
                counted.col("w").cast("double"))
            .collectAsList()) {
      scores.add(new Tuple3<>(row.get(0), row.get(1), row.get(2)));
    }
    BinaryClassificationMetrics sparks =
        new BinaryClassificationMetrics(
            JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext())
                .parallelize(scores)
                .rdd(),
            0);
    // Spark's ends in (1, 1) twice.
    List<Tuple2<Object, Object>> roc = sparks.roc().toJavaRDD().collect();
    assertSame(roc.subList(0, roc.size() - 1), summary.roc(), "FPR", "TPR", 1e-12);
    assertSame(sparks.pr().toJavaRDD().collect(), summary.pr(), "recall", "precision", 1e-12);
    assertSame(
        sparks.precisionByThreshold().toJavaRDD().collect(),
        summary.precisionByThreshold(),
        "threshold",
        "precision",
        1e-7);
    assertSame(
        sparks.recallByThreshold().toJavaRDD().collect(),
        summary.recallByThreshold(),
        "threshold",
        "recall",
        1e-7);
    assertSame(
        sparks.fMeasureByThreshold().toJavaRDD().collect(),
        summary.fMeasureByThreshold(),
        "threshold",
        "F-Measure",
        1e-7);
    // Average precision: steps instead of straight lines.
    double area = 0;
    double recall = 0;
    for (Row point : summary.pr().collectAsList()) {
      area += (point.getDouble(0) - recall) * point.getDouble(1);
      recall = point.getDouble(0);
    }
    assertEquals(area, summary.areaUnderPR(), 1e-12);
  }

  private static void assertSame(
      List<Tuple2<Object, Object>> sparks, Dataset<Row> ours, String x, String y, double apart) {
    assertEquals(List.of(x, y), List.of(ours.columns()));
    List<Row> points = ours.collectAsList();
    assertEquals(sparks.size(), points.size());
    for (int i = 0; i < points.size(); i++) {
      assertEquals((Double) sparks.get(i)._1(), points.get(i).getDouble(0), apart, x + " " + i);
      assertEquals((Double) sparks.get(i)._2(), points.get(i).getDouble(1), 1e-12, y + " " + i);
    }
  }

  /** By rows that are there as often as they weigh: Spark's R² of weights is another. */
  private static double bySpark(Dataset<Row> scored, String metric) {
    Dataset<Row> repeated =
        scored.filter("w > 0").selectExpr("label", "prediction", "explode(sequence(1, w))");
    return new RegressionEvaluator().setMetricName(metric).evaluate(repeated);
  }

  @Test
  void valuesAsSparkCountsThem() {
    Dataset<Row> data = Tables.hills(200).selectExpr("*", "abs(hash(features)) % 4 as w");
    MlpRegressor regressor = new MlpRegressor().setHiddenLayers(6).setMaxIter(5).setWeightCol("w");
    MlpRegressionSummary summary = regressor.fit(data).evaluate(data);
    Dataset<Row> scored = summary.predictions();
    assertEquals(bySpark(scored, "rmse"), summary.rootMeanSquaredError(), 1e-9);
    assertEquals(bySpark(scored, "mse") / summary.meanSquaredError(), 1, 1e-12);
    assertEquals(bySpark(scored, "mae"), summary.meanAbsoluteError(), 1e-9);
    assertEquals(bySpark(scored, "r2"), summary.r2(), 1e-9);
    assertEquals(bySpark(scored, "var") / summary.explainedVariance(), 1, 1e-6);
    assertEquals(List.of(), summary.deviances());

    Dataset<Row> two = data.selectExpr("features", "array(label, label / 1000) as label", "w");
    MlpRegressionSummary several = regressor.fit(two).evaluate(two);
    double[] ofTargets = new double[2];
    for (int j = 0; j < 2; j++) {
      Dataset<Row> one =
          several
              .predictions()
              .withColumn(
                  "prediction",
                  functions
                      .vector_to_array(several.predictions().col("prediction"), "float64")
                      .getItem(j))
              .withColumn("label", several.predictions().col("label").getItem(j));
      ofTargets[j] = bySpark(one, "r2");
      assertEquals(ofTargets[j], several.errors().target(j).r2(), 1e-9);
    }
    assertEquals((ofTargets[0] + ofTargets[1]) / 2, several.r2(), 1e-9);
  }

  @Test
  void quantilesAndDeviancesAsTheLossAsks() {
    Dataset<Row> data = Tables.hills(200).selectExpr("label / 1000 as label", "features");
    MlpRegressor regressor = new MlpRegressor().setHiddenLayers(6).setMaxIter(5);
    MlpRegressionSummary quantiles =
        regressor.setLoss("quantile").setQuantileProbabilities(0.1, 0.9).fit(data).evaluate(data);
    QuantileMetrics ofTarget = quantiles.quantiles().get(0);
    Dataset<Row> scored =
        quantiles
            .predictions()
            .withColumn(
                "q",
                functions.vector_to_array(quantiles.predictions().col("prediction"), "float64"));
    assertEquals(scored.filter("label <= q[0]").count() / 200.0, ofTarget.coverage(0), 1e-12);
    assertEquals(scored.filter("label <= q[1]").count() / 200.0, ofTarget.coverage(1), 1e-12);
    assertEquals(
        "this model predicts quantiles, which have no error as means have; use quantiles",
        assertThrows(IllegalStateException.class, quantiles::r2).getMessage());

    MlpRegressionSummary poisson = regressor.setLoss("poisson").fit(data).evaluate(data);
    double deviance =
        poisson
            .predictions()
            .selectExpr("avg(2 * (label * ln(label / prediction) - label + prediction))")
            .first()
            .getDouble(0);
    assertEquals(deviance, poisson.deviances().get(0).meanDeviance(), 1e-12);
    assertTrue(poisson.r2() < 1);
  }

  @Test
  void severalLabels() {
    Dataset<Row> data =
        Tables.diamond(200).selectExpr("features", "array(label, 1 - label) as label", "1 as w");
    MlpClassificationModel model = small().setLoss("multiLabelLogistic").fit(data);
    MlpClassificationSummary summary = model.evaluate(data);
    MultiLabelMetrics metrics = summary.multiLabelMetrics();
    assertTrue(summary.isMultiLabel());
    Dataset<Row> scored =
        summary
            .predictions()
            .withColumn(
                "p", functions.vector_to_array(summary.predictions().col("prediction"), "float64"));
    assertEquals(
        scored.filter("p[0] = label[0] AND p[1] = label[1]").count() / 200.0,
        metrics.subsetAccuracy(),
        1e-12);
    assertEquals(200, model.summary().multiLabelMetrics().rows());
    assertEquals(
        "this model predicts 2 labels for a row; use multiLabelMetrics",
        assertThrows(IllegalStateException.class, summary::accuracy).getMessage());
    assertRefused(
        model,
        data.selectExpr("features", "array(label[0]) as label", "w"),
        "labels in column 'label' of the table to evaluate must be 2 times 0 or 1; found [0.0] (",
        " rows)");
    assertRefused(
        model,
        data.selectExpr("features", "label[0] as label", "w"),
        "column 'label' of the table to evaluate is of type double; the model was trained on"
            + " vectors or arrays of 2 numbers",
        "");
  }

  @Test
  void strings() {
    Dataset<Row> data =
        weighted().selectExpr("features", "w", "if(label = 1, 'in', 'out') as place");
    MlpClassificationModel model = small().setLabelCol("place").fit(data);
    MlpClassificationSummary summary = model.evaluate(data);
    assertArrayEquals(new double[] {0, 1}, summary.labels());
    double right =
        summary
            .predictions()
            .selectExpr("sum(if(int(prediction) = int(place = 'out'), w, 0)) / sum(w)")
            .first()
            .getDouble(0);
    assertEquals(right, summary.accuracy(), 1e-12);
    assertEquals(right, model.summary().accuracy(), 1e-12);
    assertEquals("place", summary.labelCol());
    assertRefused(
        model,
        data.selectExpr("features", "w", "if(place = 'in', place, null) as place"),
        "labels in column 'place' of the table to evaluate must be one of in, out; found null (",
        " rows)");
    assertRefused(
        model,
        data.selectExpr("features", "w", "'aside' as place").limit(1),
        "labels in column 'place' of the table to evaluate must be one of in, out; found aside"
            + " (1 row)",
        "");
  }

  @Test
  void tablesThatCannotJudgeAreRefused() {
    Dataset<Row> data = weighted();
    MlpClassificationModel model = small().fit(data);
    assertRefused(
        model, data.drop("label"), "there is no column 'label'; the table has features, w", "");
    assertRefused(
        model, data.drop("w"), "there is no column 'w'; the table has label, features", "");
    assertRefused(
        model, data.drop("features"), "there is no column 'features'; the table has label, w", "");
    assertRefused(model, data.filter("w > 9"), "the table to evaluate has no rows", "");
    assertRefused(
        model,
        data.selectExpr("features", "w", "label + 1 as label"),
        "labels in column 'label' of the table to evaluate must be whole numbers 0…1; found 2.0 (",
        " rows)");
    assertRefused(
        model,
        data.selectExpr("features", "label", "1 - w as w"),
        "weights in column 'w' of the table to evaluate must be numbers of at least 0; found -1 (",
        " rows)");
    assertRefused(
        model,
        data.selectExpr("features", "'1' as label", "w"),
        "column 'label' of the table to evaluate is of type string; the model was trained on"
            + " numbers",
        "");
    assertRefused(
        model,
        model.transform(data),
        "the table already has a column 'rawPrediction'; drop it",
        "");
    // Names that only quotes tell from paths, and a name twice in other columns.
    Dataset<Row> odd =
        data.selectExpr("features", "label as `the.label`", "w as `W.w`", "1 as a", "2 as a");
    double accuracy =
        small().setLabelCol("the.label").setWeightCol("W.w").fit(odd).evaluate(odd).accuracy();
    assertEquals(model.evaluate(data).accuracy(), accuracy);
  }

  private static void assertRefused(
      MlpClassificationModel model, Dataset<Row> table, String begins, String ends) {
    String message = assertThrows(InputException.class, () -> model.evaluate(table)).getMessage();
    assertTrue(message.startsWith(begins) && message.endsWith(ends), message);
  }
}
