package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spindleml.linalg.VectorMath;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;
import org.spindleml.train.StopReason;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;

/** Scales far apart, learning rates far too high, layers far too large. */
class HardRunsTest {
  /** Notes what a run says and how it ends. */
  private static final class Told implements TrainingListener {
    final List<String> notes = new ArrayList<>();
    TrainingResult result;

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public void finished(TrainingResult ended) {
      result = ended;
    }
  }

  /** Standard normal columns of which each is shifted and scaled, then a constant and a zero. */
  private static Dataset<Row> table(double[] means, double[] deviations, double... constants) {
    SplittableRandom random = new SplittableRandom(8);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double[] z = random.doubles(means.length, -2, 2).toArray();
      double[] x = Arrays.copyOf(z, means.length + constants.length);
      for (int j = 0; j < z.length; j++) {
        x[j] = means[j] + deviations[j] * z[j];
      }
      System.arraycopy(constants, 0, x, z.length, constants.length);
      rows.add(RowFactory.create(Math.sin(z[0]) + z[1] * z[2], Vectors.dense(x)));
    }
    return Tables.of(rows, Tables.SCHEMA);
  }

  @Test
  void scalesFarApartGiveWhatTheRescaledTableGives() {
    double[] noShift = new double[5];
    double[] ones = {1, 1, 1, 1, 1};
    double[] means = {1e8, 0, -1e15, 1e-30, 1e30};
    double[] deviations = {1e-3, 1e-30, 1e9, 1e-30, 1e30};
    for (String solver : List.of("gd", "l-bfgs")) {
      MlpRegressor regressor =
          new MlpRegressor().setHiddenLayers(8).setSolver(solver).setStepSize(0.1).setMaxIter(5);
      Told told = new Told();
      double[] reference = regressor.fit(table(noShift, ones, 0.5, 0)).weights().toArray();
      Dataset<Row> hard = table(means, deviations, 1e25, 0);
      MlpRegressionModel model = regressor.setTrainingListener(told).fit(hard);
      // 1e8 ± 1e-3 leaves five digits of the first column in a double.
      assertArrayEquals(reference, model.weights().toArray(), 2e-3, solver);
      assertTrue(
          told.notes.contains(
              "2 of 7 features are the same in every row and carry nothing: 'features' at position"
                  + " 5, 'features' at position 6"),
          told.notes::toString);
      assertEquals(0, model.transform(hard).where("isnan(prediction)").count());
    }
  }

  @Test
  void aRateFarTooHighKeepsTheLastGoodModel() {
    Dataset<Row> data = Tables.diamond(300);
    for (String solver : List.of("gd", "sgd", "momentum", "nesterov")) {
      Told told = new Told();
      MlpClassificationModel model =
          new MlpClassifier()
              .setSolver(solver)
              .setHiddenLayers(8, 8)
              .setActivation("linear")
              .setStepSize(1e6)
              .setWarmupFraction(0)
              .setTrainingListener(told)
              .fit(data);
      assertEquals(StopReason.DIVERGED, told.result.stopReason(), solver);
      float[] weights = model.network().weights();
      assertTrue(VectorMath.allFinite(weights, 0, weights.length), solver);
      assertEquals(300, model.transform(data).count());
    }
  }

  @Test
  void aRateFarTooHighFailsWhereThatIsAskedForAndKeepsTheLastGoodModelToo(@TempDir Path directory) {
    Dataset<Row> data = Tables.diamond(300);
    MlpClassifier classifier =
        new MlpClassifier()
            .setSolver("sgd")
            .setHiddenLayers(8, 8)
            .setActivation("linear")
            .setStepSize(1e6)
            .setWarmupFraction(0);
    MlpClassificationModel returned = classifier.fit(data);
    assertEquals(StopReason.DIVERGED, returned.summary().stopReason());

    classifier.setDivergence("error");
    String error = assertThrows(DivergedException.class, () -> classifier.fit(data)).getMessage();
    assertTrue(error.startsWith("training diverged at step "), error);
    assertTrue(
        error.endsWith("; where checkpointDir is set, the model before it is saved there"), error);

    classifier.setCheckpointDir(directory.toString());
    error = assertThrows(DivergedException.class, () -> classifier.fit(data)).getMessage();
    assertTrue(
        error.endsWith("; the model before it is in " + directory + "/diverged-model"), error);
    MlpClassificationModel saved =
        MlpClassificationModel.load(directory.resolve("diverged-model").toString());
    assertEquals(returned.weights(), saved.weights());
    assertEquals(returned.transform(data).collectAsList(), saved.transform(data).collectAsList());
    assertFalse(Files.exists(directory.resolve("in-use.txt")));
  }

  @Test
  void divergenceNamesTheFirstBlockWhereverItIsComputed() {
    Dataset<Row> data = Tables.diamond(300);
    Set<String> lines = new HashSet<>();
    for (String execution : List.of("local", "cluster")) {
      Told told = new Told();
      new MlpClassifier()
          .setSolver("sgd")
          .setHiddenLayers(8, 8)
          .setActivation("linear")
          .setStepSize(1e12)
          .setWarmupFraction(0)
          .setExecution(execution)
          .setTrainingListener(told)
          .fit(data);
      assertEquals(StopReason.DIVERGED, told.result.stopReason(), execution);
      told.notes.stream().filter(note -> note.startsWith("training diverged")).forEach(lines::add);
    }
    assertEquals(1, lines.size(), lines::toString);
    String line = lines.iterator().next();
    assertTrue(
        line.matches(".* slopes are infinite or NaN, first in block \\d+ of part \\d+(;|[.]) .*"),
        line);
  }

  @Test
  void aLossThatRisesIsSaid() {
    MlpRegressor regressor =
        new MlpRegressor()
            .setSolver("gd")
            .setHiddenLayers(4)
            .setActivation("linear")
            .setWarmupFraction(0)
            .setMaxIter(3);
    Dataset<Row> data = Tables.hills(100);
    assertEquals(List.of(), rises(regressor.setStepSize(0.01).fit(data)));
    MlpRegressionModel worse = regressor.setStepSize(2).fit(data);
    double[] losses = worse.summary().objectiveHistory();
    assertEquals(StopReason.MAX_ITER, worse.summary().stopReason());
    assertEquals(
        List.of(
            String.format(
                Locale.ROOT,
                "the mean training loss rose from %.4g in epoch 1 to %.4g in epoch 3; a lower"
                    + " stepSize may help",
                losses[0],
                losses[2])),
        rises(worse));
  }

  private static List<String> rises(MlpRegressionModel model) {
    return model.summary().notes().stream().filter(line -> line.contains(" rose ")).toList();
  }

  /** The error of a fit that starts no job. */
  private static String refusedBeforeAnyJob(Executable fit) {
    try (CountedJobs jobs = new CountedJobs(LocalSpark.session().sparkContext())) {
      String error = assertThrows(InputException.class, fit).getMessage();
      assertEquals(0, jobs.count());
      return error;
    }
  }

  @Test
  void layersThatNoMemoryHoldsAreRefusedBeforeAnyJob() {
    Dataset<Row> data = Tables.diamond(20);
    int huge = 1_000_000_000;
    String most = " weights; at most 2³¹ − 9 fit";
    assertEquals(
        "layer output brings the network to 3000000001" + most,
        refusedBeforeAnyJob(() -> new MlpClassifier().setHiddenLayers(huge).fit(data)));
    assertEquals(
        "layer hidden1 brings the network to 3000000000" + most,
        refusedBeforeAnyJob(() -> new MlpRegressor().setLayers(2, huge, 1).fit(data)));
    assertEquals(
        "layer hidden2 brings the network to 10000300000" + most,
        refusedBeforeAnyJob(() -> new MlpRegressor().setHiddenLayers(100_000, 100_000).fit(data)));
  }

  @Test
  void whatTheParamsSayWrongIsSaidBeforeAnyJob() {
    Dataset<Row> data = Tables.diamond(20);
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "stepSize must be a number above 0, found " + rate,
          refusedBeforeAnyJob(() -> new MlpClassifier().setStepSize(rate).fit(data)));
    }
    assertEquals(
        "batchSize must be a whole number of at least 1, found 0",
        refusedBeforeAnyJob(() -> new MlpRegressor().setBatchSize(0).fit(data)));
    assertEquals(
        "maxIter must be a whole number of at least 0, found -1",
        refusedBeforeAnyJob(() -> new MlpRegressor().setMaxIter(-1).fit(data)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "cluster"})
  void settingsOfTheApplicationThatCannotBeReadAreRefusedBeforeAnyJob(String execution) {
    MlpRegressor estimator = new MlpRegressor().setExecution(execution);
    for (String size : List.of("64q", "much", "", "-1", "99999999999g")) {
      assertEquals(
          "spark.spindle.gatherAtMost must be a size like 64m or 0, found '" + size + "'",
          refusedWith("spark.spindle.gatherAtMost", size, estimator));
    }
    assertEquals(
        "spark.spindle.allowMixedKernels must be true or false, found 'yes'",
        refusedWith("spark.spindle.allowMixedKernels", "yes", estimator));
  }

  private static String refusedWith(String key, String value, MlpRegressor estimator) {
    Dataset<Row> data = Tables.hills(20);
    SparkConf conf = SparkEnv.get().conf();
    conf.set(key, value);
    try {
      return refusedBeforeAnyJob(() -> estimator.fit(data));
    } finally {
      conf.remove(key);
    }
  }
}
