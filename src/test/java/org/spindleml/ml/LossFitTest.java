package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.metrics.QuantileMetrics;
import org.spindleml.model.Scorer;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/** Every loss does, on a table made for it, what it is for. */
class LossFitTest {
  private static final int ROWS = 2000;

  /** Rows of one feature between 0 and 1; the label is drawn from it. */
  private static Dataset<Row> table(ToDoubleBiFunction<Double, SplittableRandom> label, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double x = random.nextDouble();
      rows.add(RowFactory.create(label.applyAsDouble(x, random), Vectors.dense(x)));
    }
    return Tables.of(rows, Tables.SCHEMA);
  }

  private static MlpRegressor regressor(String loss) {
    return new MlpRegressor()
        .setLoss(loss)
        .setHiddenLayers(16)
        .setActivation("tanh")
        .setStepSize(0.01)
        .setMaxIter(40)
        .setBatchSize(64);
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }

  /** A count by its waiting times. */
  private static double poisson(double rate, SplittableRandom random) {
    int count = -1;
    for (double time = 0; time < rate; time += exponential(random)) {
      count++;
    }
    return Math.max(count, 0);
  }

  /** A gamma value of shape 4. */
  private static double gamma(double mean, SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += exponential(random);
    }
    return mean * sum / 4;
  }

  private static double predict(MlpRegressionModel model, double x) {
    return model.predict(Vectors.dense(x));
  }

  private static double meanOver(
      Dataset<Row> data, MlpRegressionModel model, ToDoubleBiFunction<Double, Double> of) {
    return data.collectAsList().stream()
        .mapToDouble(row -> of.applyAsDouble(row.getDouble(0), model.predict((Vector) row.get(1))))
        .average()
        .orElseThrow();
  }

  private static double rate(double x) {
    return Math.exp(-3 + 6 * x);
  }

  private static double poissonDeviance(double y, double predicted) {
    double mean = Math.max(predicted, 1e-3);
    return 2 * ((y == 0 ? 0 : y * Math.log(y / mean)) - (y - mean));
  }

  @Test
  void poissonBeatsSquaredOnCounts() {
    Dataset<Row> train = table((x, random) -> poisson(rate(x), random), 1);
    Dataset<Row> test = table((x, random) -> poisson(rate(x), random), 2);
    MlpRegressionModel poisson = regressor("poisson").fit(train);
    double ours = meanOver(test, poisson, LossFitTest::poissonDeviance);
    double squared = meanOver(test, regressor("squared").fit(train), LossFitTest::poissonDeviance);
    assertTrue(ours < squared, () -> ours + " against " + squared);
    assertTrue(ours < 1.15, () -> "deviance " + ours);
    // Below, there are hardly any counts.
    for (double x : new double[] {0.3, 0.5, 0.9}) {
      assertEquals(1, predict(poisson, x) / rate(x), 0.3, "rate at " + x);
    }
  }

  @Test
  void gammaFindsSmallAndLargeMeans() {
    Dataset<Row> train = table((x, random) -> gamma(1e6 * rate(x), random), 3);
    MlpRegressionModel model = regressor("gamma").fit(train);
    for (double x : new double[] {0.1, 0.5, 0.9}) {
      assertEquals(1, predict(model, x) / (1e6 * rate(x)), 0.15, "mean at " + x);
    }
  }

  @Test
  void tweedieFindsTheMeansOfClaims() {
    // Most rows have no claim; the others one of gamma size.
    Dataset<Row> train =
        table((x, random) -> random.nextDouble() < 0.4 ? gamma(1000 * rate(x), random) : 0, 4);
    for (double power : new double[] {1.2, 1.5, 1.8}) {
      MlpRegressionModel model = regressor("tweedie").setTweediePower(power).fit(train);
      for (double x : new double[] {0.25, 0.5, 0.75}) {
        assertEquals(1, predict(model, x) / (400 * rate(x)), 0.3, power + ": mean at " + x);
      }
    }
  }

  /** Noise whose mean is 1, median log 2 and upper tenth begins at log 10. */
  private static double skewed(double x, SplittableRandom random) {
    return 500 + 10 * x + exponential(random);
  }

  private static double shareBelow(Dataset<Row> data, MlpRegressionModel model) {
    return meanOver(data, model, (y, predicted) -> y < predicted ? 1.0 : 0.0);
  }

  @Test
  void absoluteAndQuantileFindTheMedian() {
    Dataset<Row> train = table(LossFitTest::skewed, 5);
    Dataset<Row> test = table(LossFitTest::skewed, 6);
    for (String loss : List.of("absolute", "quantile")) {
      MlpRegressionModel model = regressor(loss).fit(train);
      assertEquals(0.5, shareBelow(test, model), 0.04, loss);
      for (double x : new double[] {0.2, 0.5, 0.8}) {
        assertEquals(500 + 10 * x + Math.log(2), predict(model, x), 0.25, loss + " at " + x);
      }
    }
  }

  @Test
  void quantilesCoverTheirShare() {
    Dataset<Row> train = table(LossFitTest::skewed, 5);
    Dataset<Row> test = table(LossFitTest::skewed, 6);
    for (double probability : new double[] {0.1, 0.9}) {
      MlpRegressor regressor = regressor("quantile").setQuantileProbabilities(probability);
      assertEquals(probability, shareBelow(test, regressor.fit(train)), 0.03);
    }
  }

  @Test
  void severalQuantilesOfOneModelCoverTheirShares() {
    MlpRegressor regressor = regressor("quantile").setQuantileProbabilities(0.1, 0.5, 0.9);
    Scorer scorer = new Scorer(regressor.fit(table(LossFitTest::skewed, 5)).network());
    QuantileMetrics metrics = new QuantileMetrics(0.1, 0.5, 0.9);
    for (Row row : table(LossFitTest::skewed, 6).collectAsList()) {
      double[] predicted = scorer.predictions(((Vector) row.get(1)).toArray());
      assertTrue(predicted[0] <= predicted[1] && predicted[1] <= predicted[2]);
      metrics.add(predicted, 0, row.getDouble(0), 1);
    }
    for (int k = 0; k < 3; k++) {
      assertEquals(metrics.probabilities()[k], metrics.coverage(k), 0.04);
    }
    assertEquals(0.8, metrics.intervalCoverage(), 0.05);
  }

  @Test
  void huberIsNotMovedByOutliers() {
    Dataset<Row> train = table((x, random) -> 10 * x + (random.nextDouble() < 0.05 ? 1000 : 0), 7);
    MlpRegressionModel huber = regressor("huber").setHuberDelta(0.01).fit(train);
    MlpRegressionModel squared = regressor("squared").fit(train);
    double ours = Math.abs(predict(huber, 0.5) - 5);
    double theirs = Math.abs(predict(squared, 0.5) - 5);
    assertTrue(ours < 1.5, () -> "huber is off by " + ours);
    assertTrue(ours < theirs / 10, () -> ours + " against " + theirs);
  }

  @Test
  void focalAndSmoothedLossesTellClassesApartLessSurely() {
    Dataset<Row> data = Tables.diamond(1000);
    MlpClassifier plain =
        new MlpClassifier().setHiddenLayers(16).setStepSize(0.02).setMaxIter(40).setBatchSize(64);
    double sure = sureness(plain.fit(data), data);
    MlpClassificationModel focal = plain.copy(ParamMap.empty()).setLoss("focal").fit(data);
    MlpClassificationModel smooth = plain.copy(ParamMap.empty()).setLabelSmoothing(0.2).fit(data);
    for (MlpClassificationModel model : List.of(focal, smooth)) {
      double accuracy =
          new MulticlassClassificationEvaluator()
              .setMetricName("accuracy")
              .evaluate(model.transform(data));
      assertTrue(accuracy > 0.95, () -> model + " " + accuracy);
      double share = sureness(model, data);
      assertTrue(share < sure - 0.02, () -> model + " " + share + " against " + sure);
    }
    // Smoothed by 0.2, two classes are told at best as 0.9 and 0.1.
    assertTrue(sureness(smooth, data) < 0.92);
  }

  /** The mean of the highest probability. */
  private static double sureness(MlpClassificationModel model, Dataset<Row> data) {
    return data.collectAsList().stream()
        .map(row -> model.predictProbability((Vector) row.get(1)))
        .mapToDouble(p -> Math.max(p.apply(0), p.apply(1)))
        .average()
        .orElseThrow();
  }

  @Test
  void modelsAreSavedWithTheirLoss(@TempDir Path directory) throws Exception {
    Dataset<Row> data = table((x, random) -> gamma(rate(x), random), 8);
    for (String loss : List.of("absolute", "huber", "poisson", "gamma", "tweedie", "quantile")) {
      MlpRegressionModel model =
          regressor(loss)
              .setMaxIter(1)
              .setHuberDelta(0.3)
              .setTweediePower(1.7)
              .setQuantileProbabilities(0.8)
              .fit(data);
      String path = directory.resolve(loss).toString();
      model.save(path);
      MlpRegressionModel loaded = MlpRegressionModel.load(path);
      assertEquals(model.network().loss(), loaded.network().loss());
      assertEquals(model.lossSettings(), loaded.lossSettings());
      assertEquals(predict(model, 0.3), predict(loaded, 0.3));
      Row scored = loaded.transform(data).first();
      double predicted = model.predict((Vector) scored.get(1));
      assertEquals(predicted, scored.getDouble(2), 1e-5 * (1 + Math.abs(predicted)), loss);
    }
    MlpClassificationModel focal =
        new MlpClassifier().setLoss("focal").setFocalGamma(1).setMaxIter(1).fit(Tables.diamond(50));
    focal.save(directory.resolve("focal").toString());
    assertEquals(
        focal.network().loss(),
        MlpClassificationModel.load(directory.resolve("focal").toString()).network().loss());
  }

  @Test
  void zerosAloneArePredictedAsZero() {
    MlpRegressionModel model = regressor("poisson").setMaxIter(1).fit(table((x, random) -> 0, 9));
    assertEquals(0, predict(model, 0.5));
  }

  @Test
  void countsAreLearntUnscaledToo() {
    Dataset<Row> train = table((x, random) -> poisson(rate(x), random), 1);
    MlpRegressionModel model = regressor("poisson").setStandardize(false).fit(train);
    assertEquals(0, model.network().encoder().targets().means()[0]);
    assertEquals(1, model.network().encoder().targets().deviations()[0]);
    assertEquals(1, predict(model, 0.9) / rate(0.9), 0.3);
  }

  @Test
  void labelsOutsideTheDomainAreCountedAndPlaced() {
    List<Row> rows = new ArrayList<>();
    for (double label : new double[] {1, 2, 0, -1, 3, -0.5}) {
      rows.add(RowFactory.create(label, Vectors.dense(label)));
    }
    Dataset<Row> data = Tables.of(rows, Tables.SCHEMA).coalesce(1);
    for (String loss : List.of("poisson", "tweedie")) {
      assertEquals(
          "labels in column 'label' must be finite numbers of at least 0 for loss "
              + loss
              + ": found -1.0 in row 4 and 1 other row; handleInvalid=skip leaves such rows out",
          refusal(regressor(loss), data));
    }
    assertEquals(
        "labels in column 'label' must be finite numbers above 0 for loss gamma: found 0.0 in row 3"
            + " and 2 other rows; handleInvalid=skip leaves such rows out",
        refusal(regressor("gamma"), data));
    regressor("absolute").setMaxIter(1).fit(data);
    List<String> notes = new ArrayList<>();
    regressor("gamma")
        .setMaxIter(1)
        .setHandleInvalid("skip")
        .setTrainingListener(
            new TrainingListener() {
              @Override
              public void note(String line) {
                notes.add(line);
              }
            })
        .fit(data);
    assertTrue(notes.toString().contains("left out: labels in column 'label'"), notes::toString);
  }

  private static String refusal(MlpRegressor regressor, Dataset<Row> data) {
    return assertThrows(InputException.class, () -> regressor.fit(data)).getMessage();
  }
}
