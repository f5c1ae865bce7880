package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.spindleml.data.Friedman1;
import org.spindleml.data.GeneratedTable;
import org.spindleml.data.Waveform;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/** Estimators whose virtual workers take steps by themselves. */
class LocalStepsFitTest {
  private static final int ROWS = 4100;

  private static Dataset<Row> table(GeneratedTable generated) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < generated.rows(); i++) {
      double[] row = generated.formula().row(i);
      int inputs = row.length - 1;
      rows.add(RowFactory.create(row[inputs], Vectors.dense(Arrays.copyOf(row, inputs))));
    }
    return LocalSpark.session().createDataFrame(rows, Tables.SCHEMA);
  }

  private static MlpClassifier classifier() {
    return new MlpClassifier().setHiddenLayers(32).setBatchSize(64).setMaxIter(10);
  }

  @Test
  void learnsAsWellAsWithAnAverageEveryStep() {
    Dataset<Row> waves = table(Waveform.train(1, ROWS));
    Dataset<Row> newWaves = table(Waveform.test(1, ROWS));
    double every = classifier().fit(waves).evaluate(newWaves).accuracy();
    double local = classifier().setLocalSteps(4).fit(waves).evaluate(newWaves).accuracy();
    assertTrue(every >= 0.84, () -> "accuracy " + every);
    assertEquals(every, local, 0.015);

    Dataset<Row> values = table(Friedman1.train(1, ROWS));
    Dataset<Row> newValues = table(Friedman1.test(1, ROWS));
    MlpRegressor regressor =
        new MlpRegressor()
            .setHiddenLayers(32, 32)
            .setActivation("gelu")
            .setBatchSize(64)
            .setMaxIter(20)
            .setStepSize(0.01);
    double error = regressor.fit(values).evaluate(newValues).rootMeanSquaredError();
    double localError =
        regressor.setLocalSteps(4).fit(values).evaluate(newValues).rootMeanSquaredError();
    // The noise has deviation 1: no model can be better than that.
    assertTrue(error <= 1.15, () -> "RMSE " + error);
    assertEquals(error, localError, 0.05);
  }

  @Test
  void theSameModelFromAnyPartitioningAsThreadsAndAsJobs() {
    Dataset<Row> waves = table(Waveform.train(1, ROWS));
    MlpClassifier local =
        classifier()
            .setMaxIter(3)
            .setLocalSteps(5)
            .setNormalization("batch")
            .setDropout(0.1)
            .setMaxNorm(2)
            .setRegParam(1e-4)
            .setGradientClipNorm(1)
            .setValidationFraction(0.1)
            .setLearningRateSchedule("plateau");
    double[] expected = local.fit(waves.coalesce(1)).weights().toArray();
    for (int partitions : new int[] {3, 17}) {
      Dataset<Row> cut = waves.repartition(partitions);
      assertArrayEquals(
          expected, local.fit(cut).weights().toArray(), 0, partitions + " partitions");
    }
    local.setExecution("cluster");
    assertArrayEquals(expected, local.fit(waves).weights().toArray(), 0, "as jobs");
    double[] others = local.setVirtualWorkers(2).fit(waves).weights().toArray();
    assertFalse(Arrays.equals(expected, others), "virtual workers are part of the model");
  }

  /** A job a round, and one to count rows: rounds are what makes small steps on a cluster fast. */
  @Test
  void aRoundIsOneJob() {
    Dataset<Row> data = Tables.diamond(1100).cache();
    long steps = 5 * 2;
    int every = jobs(data, new MlpClassifier());
    int rounds = jobs(data, new MlpClassifier().setLocalSteps(3));
    assertEquals(steps - 2 * 2, every - rounds);
    data.unpersist(true);
  }

  private static int jobs(Dataset<Row> data, MlpClassifier classifier) {
    classifier.setHiddenLayers(8).setMaxIter(2).setBatchSize(220).setExecution("cluster");
    try (CountedJobs jobs = new CountedJobs(data.sparkSession().sparkContext())) {
      assertEquals(10, classifier.fit(data).summary().steps());
      return jobs.count();
    }
  }

  @Test
  void patienceEndsTheRunAtTheEndOfARound() {
    List<Long> steps = new ArrayList<>();
    MlpClassificationModel model =
        classifier()
            .setMaxIter(50)
            .setLocalSteps(7)
            .setLearningRateSchedule("constant")
            .setStepSize(0.05)
            .setValidationFraction(0.2)
            .setPatience(2)
            .setTrainingListener(
                new TrainingListener() {
                  @Override
                  public void step(Progress progress) {
                    steps.add(progress.step());
                  }
                })
            .fit(table(Waveform.train(1, 1500)));
    MlpClassificationTrainingSummary summary = model.summary();
    assertTrue(summary.totalIterations() < 50, () -> "" + summary.totalIterations());
    assertEquals(summary.totalIterations() - 2, summary.bestIteration());
    assertEquals(7, steps.get(0));
    assertEquals(summary.steps(), steps.get(steps.size() - 1));
  }

  @Test
  void saysHowTheRunIsLaidOut() {
    MlpClassifier local = new MlpClassifier().setHiddenLayers(4).setMaxIter(1).setLocalSteps(9);
    List<String> notes = local.setBatchSize(256).fit(Tables.diamond(1100)).summary().notes();
    assertTrue(
        notes.contains("virtual workers 4, averaged every 5 steps and at an epoch's end"),
        notes.toString());
  }

  @Test
  void solversOfTheWholeTableAreRefused() {
    for (String solver : new String[] {"gd", "l-bfgs"}) {
      String error =
          assertThrows(
                  InputException.class,
                  () -> new MlpRegressor().setSolver(solver).setLocalSteps(2).fit(Tables.hills(50)))
              .getMessage();
      assertEquals(
          "localSteps is 2 but solver "
              + solver
              + " takes all rows for every step; set localSteps to 1 or take a solver of"
              + " mini-batches",
          error);
    }
  }

  @Test
  void adviceIsGivenWhereSparkTakesMostOfTheTime() {
    MlpClassifier tiny = new MlpClassifier().setHiddenLayers(2).setMaxIter(2).setBatchSize(64);
    Dataset<Row> data = Tables.diamond(600);
    MlpClassificationTrainingSummary jobs = tiny.setExecution("cluster").fit(data).summary();
    assertTrue(jobs.sparkShare() > 0.5, () -> "share " + jobs.sparkShare());
    assertEquals(1, jobs.computeShare() + jobs.sparkShare() + jobs.driverShare(), 1e-9);
    String advice = jobs.notes().get(jobs.notes().size() - 1);
    assertTrue(advice.startsWith("of the time "), advice);
    assertTrue(advice.contains("localSteps above 1"), advice);
    assertTrue(advice.contains("local[*]"), advice);

    MlpClassificationTrainingSummary wholeTable = tiny.setSolver("l-bfgs").fit(data).summary();
    String lessAdvice = wholeTable.notes().get(wholeTable.notes().size() - 1);
    assertTrue(lessAdvice.startsWith("of the time "), lessAdvice);
    assertFalse(lessAdvice.contains("localSteps"), lessAdvice);

    MlpClassificationTrainingSummary threads =
        tiny.setSolver("adam").setExecution("local").fit(data).summary();
    assertEquals(0, threads.sparkShare());
    assertTrue(threads.notes().stream().noneMatch(note -> note.startsWith("of the time")));
  }
}
