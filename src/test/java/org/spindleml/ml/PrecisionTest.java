package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.spindleml.linalg.Bf16Gemm;
import org.spindleml.linalg.Gemm;
import org.spindleml.spark.LocalSpark;

/** bfloat16 from Param to model: whether products are rounded is said, and it costs no quality. */
class PrecisionTest {
  private static Dataset<Row> table(String name) {
    return LocalSpark.session()
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(Path.of("data", name + ".csv").toString());
  }

  private static String[] features(int width) {
    return IntStream.rangeClosed(1, width).mapToObj(i -> "x" + i).toArray(String[]::new);
  }

  private static MlpClassifier waveforms() {
    return new MlpClassifier()
        .setFeaturesCols(features(21))
        .setHiddenLayers(96, 96, 64)
        .setMaxIter(6);
  }

  private static boolean says(List<String> notes, String what) {
    return notes.stream().anyMatch(note -> note.contains(what));
  }

  private static void needKernel() {
    assumeTrue(
        Bf16Gemm.offered().isPresent(),
        () -> "no products of bfloat16 here: " + Bf16Gemm.whyNotOffered().orElseThrow());
  }

  @Test
  void theSummarySaysWhatMultiplied() {
    for (String execution : List.of("local", "cluster")) {
      MlpClassificationModel model =
          waveforms()
              .setPrecision("bf16")
              .setExecution(execution)
              .setMaxIter(1)
              .fit(table("waveform-train"));
      List<String> notes = model.summary().notes();
      String expected =
          Bf16Gemm.offered()
              .map(kernel -> Gemm.best().id() + ", " + kernel.id() + " in hidden2 hidden3")
              .orElseGet(
                  () ->
                      "precision bf16 is not used on the driver's host: "
                          + Bf16Gemm.whyNotOffered().orElseThrow());
      assertTrue(says(notes, expected), () -> expected + "\n" + notes);
    }
  }

  @Test
  void withoutLargeLayersTheSummarySaysSo() {
    MlpClassifier small = waveforms().setHiddenLayers(32).setMaxIter(1);
    MlpClassificationModel rounded = small.setPrecision("bf16").fit(table("waveform-train"));
    assertTrue(
        says(rounded.summary().notes(), "not used on the driver's host: no layer is large enough"),
        () -> rounded.summary().notes().toString());
    MlpClassificationModel exact = small.setPrecision("float32").fit(table("waveform-train"));
    assertEquals(exact.weights(), rounded.weights());
    assertTrue(!says(exact.summary().notes(), "bf16"));
  }

  @Test
  void roundingChangesTheModel() {
    needKernel();
    MlpClassifier classifier = waveforms().setMaxIter(1);
    assertNotEquals(
        classifier.setPrecision("float32").fit(table("waveform-train")).weights(),
        classifier.setPrecision("bf16").fit(table("waveform-train")).weights());
  }

  @Test
  void roundedSumsChangeTheModelEverywhereAlike() {
    MlpClassifier classifier = waveforms().setBatchSize(512).setMaxIter(1);
    Dataset<Row> table = table("waveform-train");
    Vector exact = classifier.setExecution("local").fit(table).weights();
    classifier.setGradientPrecision("bf16");
    Vector rounded = classifier.fit(table).weights();
    assertNotEquals(exact, rounded);
    assertEquals(rounded, classifier.setExecution("cluster").fit(table).weights());
  }

  /** The mean over five seeds is no further off than half of what lies between seeds. */
  private static void assertNoWorse(ToDoubleBiFunction<String, Long> metric) {
    double[] exact = metrics(seed -> metric.applyAsDouble("float32", seed));
    double[] rounded = metrics(seed -> metric.applyAsDouble("bf16", seed));
    DoubleSummaryStatistics seeds = Arrays.stream(exact).summaryStatistics();
    double difference = Arrays.stream(rounded).average().orElseThrow() - seeds.getAverage();
    assertTrue(
        Math.abs(difference) <= (seeds.getMax() - seeds.getMin()) / 2,
        () -> "float32 " + Arrays.toString(exact) + ", bf16 " + Arrays.toString(rounded));
  }

  private static double[] metrics(LongToDoubleFunction ofSeed) {
    return LongStream.rangeClosed(1, 5).mapToDouble(ofSeed).toArray();
  }

  /** Of the test table, by precision and seed. */
  private static ToDoubleBiFunction<String, Long> accuracy(
      BiFunction<MlpClassifier, String, MlpClassifier> with) {
    Dataset<Row> test = table("waveform-test");
    MulticlassClassificationEvaluator accuracy =
        new MulticlassClassificationEvaluator().setMetricName("accuracy");
    return (precision, seed) ->
        accuracy.evaluate(
            with.apply(waveforms(), precision)
                .setSeed(seed)
                .fit(table("waveform-train"))
                .transform(test));
  }

  /** Of the test table, by precision and seed. */
  private static ToDoubleBiFunction<String, Long> error(
      BiFunction<MlpRegressor, String, MlpRegressor> with) {
    Dataset<Row> test = table("friedman1-test");
    RegressionEvaluator error = new RegressionEvaluator().setLabelCol("y").setMetricName("rmse");
    return (precision, seed) ->
        error.evaluate(
            with.apply(values(), precision)
                .setSeed(seed)
                .fit(table("friedman1-train"))
                .transform(test));
  }

  private static MlpRegressor values() {
    return new MlpRegressor()
        .setFeaturesCols(features(10))
        .setLabelCol("y")
        .setHiddenLayers(96, 96, 64)
        .setMaxIter(60);
  }

  @Test
  void classesAreToldApartAsWell() {
    needKernel();
    assertNoWorse(accuracy(MlpClassifier::setPrecision));
  }

  @Test
  void classesAreToldApartAsWellByRoundedSums() {
    assertNoWorse(
        accuracy((classifier, sums) -> classifier.setBatchSize(512).setGradientPrecision(sums)));
  }

  @Test
  void valuesArePredictedAsWell() {
    needKernel();
    assertNoWorse(error(MlpRegressor::setPrecision));
  }

  @Test
  void valuesArePredictedAsWellByRoundedSums() {
    assertNoWorse(
        error((regressor, sums) -> regressor.setBatchSize(512).setGradientPrecision(sums)));
  }
}
