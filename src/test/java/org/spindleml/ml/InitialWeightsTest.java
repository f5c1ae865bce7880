package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.model.ModelDirectory;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateRange;
import org.spindleml.train.TrainingListener;

/** Training that begins with weights of the user's, or with a model. */
class InitialWeightsTest {
  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static MlpClassifier classifier(int maxIter) {
    return new MlpClassifier().setHiddenLayers(3).setMaxIter(maxIter);
  }

  private static void assertFails(String message, Executable fit) {
    assertEquals(message, assertThrows(InputException.class, fit).getMessage());
  }

  private static List<Row> predictions(Transformer model, Dataset<Row> table) {
    return model.transform(table).select("prediction").collectAsList();
  }

  @Test
  void givenWeightsAreWhereTrainingBegins() {
    Dataset<Row> table = Tables.diamond(300);
    Vector drawn = classifier(0).fit(table).weights();
    assertEquals(17, drawn.size());
    MlpClassifier given = classifier(2).setInitialWeights(drawn);
    MlpClassificationModel model = given.fit(table);
    assertEquals(classifier(2).fit(table).weights(), model.weights());
    assertFalse(model.isSet(model.initialWeights()), "they would double the model's files");
    assertTrue(given.isSet(given.initialWeights()));
    // Another model's weights; sparse ones are those they stand for.
    Vector other = Vectors.sparse(17, new int[] {1, 16}, new double[] {0.5, -2});
    assertEquals(
        other.toDense(), classifier(0).setInitialWeights(other).fit(table).weights().toDense());
  }

  @Test
  void givenWeightsMustBeTheNetworks() {
    Dataset<Row> table = Tables.diamond(50);
    assertFails(
        "2-128-2 takes 642 weights, initialWeights has 5",
        () -> classifier(1).setHiddenLayers(128).setInitialWeights(Vectors.zeros(5)).fit(table));
    assertFails(
        "2-1000-2 takes 5,002 weights, initialWeights has 0",
        () -> classifier(1).setHiddenLayers(1000).setInitialWeights(Vectors.zeros(0)).fit(table));
    assertFails(
        "initialWeights must be finite numbers of float32, found NaN at index 1",
        () -> classifier(1).setInitialWeights(Vectors.dense(1, Double.NaN)));
    assertFails(
        "initialWeights must be finite numbers of float32, found 1.0E39 at index 0",
        () -> classifier(1).setInitialWeights(Vectors.dense(1e39)));
    assertFails(
        "initialWeights must be a vector, found null", () -> classifier(1).setInitialWeights(null));
    assertFails(
        "initialModelPath must be a path, found ''", () -> classifier(1).setInitialModelPath(""));
    assertFails(
        "initialWeights and initialModelPath are set; each says which weights training begins with:"
            + " leave one of them",
        () ->
            classifier(1).setInitialWeights(Vectors.zeros(17)).setInitialModelPath("m").fit(table));
    assertFails(
        "initializer and initialModelPath are set; each says which weights training begins with:"
            + " leave one of them",
        () -> classifier(1).setInitializer("heNormal").setInitialModelPath("m").fit(table));
  }

  @Test
  void givenWeightsAreSavedAndCrossValidated() throws IOException {
    Dataset<Row> table = Tables.diamond(120);
    Vector drawn = classifier(0).fit(table).weights();
    MlpClassifier classifier = classifier(1).setInitialWeights(drawn);
    classifier.save(path("e"));
    MlpClassifier loaded = MlpClassifier.load(path("e"));
    assertEquals(drawn, loaded.getInitialWeights());
    assertTrue(loaded.explainParam(loaded.initialWeights()).endsWith("(current: 17 numbers)"));
    assertEquals(classifier.fit(table).weights(), loaded.fit(table).weights());

    ParamMap other = new ParamMap().put(classifier.initialWeights(), Vectors.zeros(17));
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(new Pipeline().setStages(new PipelineStage[] {classifier}))
            .setEvaluator(new MulticlassClassificationEvaluator())
            .setEstimatorParamMaps(new ParamMap[] {new ParamMap(), other})
            .setNumFolds(2);
    validator.save(path("cv"));
    double[] metrics = CrossValidator.load(path("cv")).fit(table).avgMetrics();
    assertEquals(2, metrics.length);
    // Of weights 0 no unit ever moves: one class for all.
    assertTrue(metrics[0] != metrics[1], () -> Arrays.toString(metrics));
  }

  @Test
  void manyWeightsAreSaved() throws IOException {
    double[] weights = new double[101_770];
    Arrays.setAll(weights, i -> (float) Math.sin(i));
    new MlpClassifier().setInitialWeights(Vectors.dense(weights)).save(path("e"));
    assertEquals(Vectors.dense(weights), MlpClassifier.load(path("e")).getInitialWeights());
    try (RandomAccessFile part = new RandomAccessFile(path("e") + "/metadata/part-00000", "rw")) {
      part.setLength((64 << 20) + 1);
    }
    assertTrue(
        assertThrows(RuntimeException.class, () -> MlpClassifier.load(path("e")))
            .getMessage()
            .endsWith("expected at most 67108864 bytes, found 67108865"));
  }

  @Test
  void noIterationsGiveTheModelBack() throws IOException {
    Dataset<Row> table = Tables.diamond(300);
    MlpClassificationModel model = classifier(3).fit(table);
    model.save(path("spark"));
    ModelDirectory.write(directory.resolve("plain"), model.network());
    new PipelineModel("pipeline", new Transformer[] {model}).save(path("pipeline"));
    // Other rows: their means and deviations are not the first model's.
    Dataset<Row> others = table.limit(100);
    for (String name : List.of("spark", "plain", "pipeline")) {
      MlpClassificationModel again = classifier(0).setInitialModelPath(path(name)).fit(others);
      assertEquals(model.weights(), again.weights(), name);
      assertEquals(predictions(model, table), predictions(again, table), name);
      assertArrayEquals(
          model.network().encoder().toArray(), again.network().encoder().toArray(), name);
    }
    Dataset<Row> hills = Tables.hills(200);
    MlpRegressionModel regression = new MlpRegressor().setHiddenLayers(4).setMaxIter(2).fit(hills);
    regression.save(path("r"));
    MlpRegressor more =
        new MlpRegressor()
            .setHiddenLayers(4)
            .setMaxIter(0)
            .setLoss("huber")
            .setInitialModelPath(path("r"));
    assertEquals(predictions(regression, hills), predictions(more.fit(hills.limit(50)), hills));
    assertFalse(regression.weights().equals(more.setMaxIter(1).fit(hills).weights()));
  }

  @Test
  void aModelThatDoesNotFitIsRefused() throws IOException {
    Dataset<Row> table = Tables.diamond(60);
    classifier(0).fit(table).save(path("m"));
    String model = "the model at " + path("m");
    assertFails(
        model + " has hidden layers [3] relu, the Params say hidden layers [3, 2] relu, tanh",
        () -> continuing().setHiddenLayers(3, 2).setActivation("relu", "tanh").fit(table));
    assertFails(
        model + " has hidden layers [3] relu, the Params say no hidden layers",
        () -> continuing().setHiddenLayers().fit(table));
    assertFails(
        model
            + " was trained on loss softmaxCrossEntropy, whose outputs mean something else than"
            + " those of loss logistic",
        () -> continuing().setLoss("logistic").fit(table));
    assertFails(
        model + " tells classes apart, loss squared predicts numbers",
        () -> new MlpRegressor().setHiddenLayers(3).setInitialModelPath(path("m")).fit(table));
    assertFails(
        "standardize is false but "
            + model
            + " was trained on columns that were standardised; its scaling is kept, so leave"
            + " standardize unset",
        () -> continuing().setStandardize(false).fit(table));
    assertFails(
        model + " takes 2 inputs, the table has 3",
        () -> continuing().setFeaturesCols("features", "label").fit(table));
    assertFails(
        model + " tells 2 classes apart, the labels have 3",
        () -> continuing().fit(table.union(table.selectExpr("label + 1", "features"))));
    new MlpRegressor().setHiddenLayers(3).setMaxIter(0).fit(table).save(path("r"));
    assertFails(
        "the model at "
            + path("r")
            + " was trained on loss squared, whose outputs mean something else than those of loss"
            + " poisson",
        () ->
            new MlpRegressor()
                .setHiddenLayers(3)
                .setLoss("poisson")
                .setInitialModelPath(path("r"))
                .fit(table));
  }

  @Test
  void classesOfOtherNamesAreRefused() throws IOException {
    Dataset<Row> table =
        Tables.diamond(100).selectExpr("features", "label", "if(label = 1, 'in', 'out') as name");
    classifier(1).setLabelCol("name").fit(table).save(path("named"));
    MlpClassifier warm = classifier(1).setInitialModelPath(path("named"));
    Dataset<Row> other = table.selectExpr("features", "label", "if(label = 1, 'on', 'in') as name");
    assertFails(
        "class 1 is 'on' in the table but 'out' in the model at "
            + path("named")
            + "; give both the same classes, in the same order, or begin without the model",
        () -> warm.copy(ParamMap.empty()).setLabelCol("name").fit(other));
    warm.copy(ParamMap.empty()).setLabelCol("name").fit(table);
    warm.setPredictedLabelCol("").fit(table);
  }

  @Test
  void quantilesAreNoTargets() throws IOException {
    Dataset<Row> table = Tables.hills(60);
    MlpRegressor quantiles =
        new MlpRegressor()
            .setHiddenLayers(3)
            .setMaxIter(0)
            .setLoss("quantile")
            .setQuantileProbabilities(0.1, 0.5, 0.9);
    quantiles.fit(table).save(path("q"));
    quantiles.setInitialModelPath(path("q"));
    assertFails(
        "the model at " + path("q") + " was trained on 1 target a row, the table has 2",
        () -> quantiles.fit(table.selectExpr("array(label, -label) as label", "features")));
  }

  @Test
  void columnsFarFromTheModelsAreSaid() throws IOException {
    Dataset<Row> table = Tables.diamond(60);
    classifier(0).fit(table).save(path("m"));
    assertEquals(List.of(), notes(continuing(), table.limit(30)));
    Dataset<Row> far =
        table.selectExpr("label", "array(1000D * label, 1e30 + 1e29 * label) as features");
    List<String> notes = notes(continuing(), far);
    assertEquals(1, notes.size());
    assertTrue(
        notes
            .get(0)
            .matches(
                "feature 1 lies \\d\\.\\de\\+32 deviations from its mean in the model at .*/m,"
                    + " whose scaling is kept: training may diverge"),
        notes.get(0));
  }

  private static List<String> notes(MlpClassifier classifier, Dataset<Row> table) {
    List<String> notes = new ArrayList<>();
    classifier.setTrainingListener(
        new TrainingListener() {
          @Override
          public void note(String line) {
            if (line.startsWith("feature ")) {
              notes.add(line);
            }
          }
        });
    classifier.fit(table);
    return notes;
  }

  private MlpClassifier continuing() {
    return classifier(1).setInitialModelPath(path("m"));
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    Dataset<Row> table = Tables.diamond(20);
    assertFails(
        "initialModelPath " + path("m") + ": there is no model", () -> continuing().fit(table));
    classifier(1).save(path("m"));
    assertFails(
        "initialModelPath " + path("m") + ": there is no model", () -> continuing().fit(table));
    MlpClassificationModel model = classifier(0).fit(table);
    new PipelineModel("p", new Transformer[] {model, model.copy(ParamMap.empty())})
        .write()
        .overwrite()
        .save(path("m"));
    assertFails(
        "initialModelPath " + path("m") + " is a pipeline with several models; name a stage",
        () -> continuing().fit(table));
    model.write().overwrite().save(path("m"));
    try (RandomAccessFile file = new RandomAccessFile(path("m") + "/model.json", "rw")) {
      file.setLength(40);
    }
    Files.deleteIfExists(directory.resolve("m/.model.json.crc"));
    String message = assertThrows(InputException.class, () -> continuing().fit(table)).getMessage();
    assertTrue(message.startsWith("initialModelPath " + path("m") + ": "), message);
  }

  @Test
  void learningRatesAreTriedFromTheSameStart() {
    Dataset<Row> table = Tables.diamond(200);
    LocalSpark.session();
    MlpClassifier classifier = classifier(7).setBatchSize(50);
    RateRange range = new RateRange(1e-5, 1, 40);
    RateCurve curve = classifier.findLearningRate(table, range);
    assertEquals(40, curve.points().size(), "ten epochs, whatever maxIter says");
    assertEquals(curve, classifier.findLearningRate(table.repartition(3), range));
    assertTrue(curve.suggestion().isPresent());
    RateCurve ofValues =
        new MlpRegressor().setHiddenLayers(3).findLearningRate(Tables.hills(100), range);
    assertEquals(1e-5, ofValues.points().get(0).rate());
  }
}
