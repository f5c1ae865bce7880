package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.spark.TaskFaults.Fault;
import org.spindleml.train.TrainingListener;

/**
 * Executors are frozen, tasks fail; the model is the one that nobody disturbed. What comes of
 * executors that are killed is for {@link SameModelEverywhereIT}.
 */
@EnabledOnOs(OS.LINUX)
class LostExecutorsIT {
  @TempDir private static Path directory;
  private static TwoWorkerCluster cluster;
  private static SparkContext spark;
  private static ExecutorProcesses executors;
  private static Dataset<Row> table;
  private static String undisturbed;
  private static int models;

  @BeforeAll
  static void startCluster() throws Exception {
    FaultySession.stopOthers();
    cluster = TwoWorkerCluster.start(directory.resolve("cluster"));
    SparkSession session = FaultySession.on(cluster);
    spark = session.sparkContext();
    executors = new ExecutorProcesses(spark, 2, 1);
    table = FaultySession.waveform(session);
    undisturbed = hash(table, new AtStep(Long.MAX_VALUE, () -> {}));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    FaultySession.stopOthers();
    cluster.close();
  }

  @BeforeEach
  void allExecutorsAreThere() {
    executors.awaitAll();
  }

  /** Trains and saves. */
  private static String hash(Dataset<Row> rows, AtStep fault) throws Exception {
    Path saved = directory.resolve("model-" + models++);
    try {
      classifier(fault).fit(rows).write().save(saved.toString());
    } finally {
      TaskFaults.end(spark);
    }
    return ModelBytes.hash(saved);
  }

  /** Six steps. Results of a task are above 1 MiB, validation rows judge each epoch. */
  static MlpClassifier classifier(TrainingListener fault) {
    return new MlpClassifier()
        .setFeaturesCols(FaultySession.features())
        .setHiddenLayers(500, 600)
        .setBatchSize(2000)
        .setValidationFraction(0.1)
        .setMaxIter(6)
        .setTrainingListener(fault);
  }

  /** After the second of six steps. */
  private static AtStep then(AtStep.Action fault) {
    return new AtStep(2, fault);
  }

  private static boolean executorLost(SparkListenerTaskEnd end) {
    return end.reason() instanceof ExecutorLostFailure && end.taskType().equals("ResultTask");
  }

  @Test
  void frozen() throws Exception {
    try (SparkEvents events = new SparkEvents(spark)) {
      AtStep lastStep = new AtStep(5, () -> TaskFaults.begin(spark, Fault.STOP));
      assertEquals(undisturbed, hash(table, lastStep));
      SparkListenerTaskEnd lost =
          events.await(SparkListenerTaskEnd.class, LostExecutorsIT::executorLost);
      // Its worker would do so later.
      ProcessHandle process = executors.byId().get(lost.taskInfo().executorId());
      if (process != null) {
        TaskFaults.signal(process, "kill");
      }
    }
  }

  @Test
  void aTaskMayFailThreeTimes() throws Exception {
    Dataset<Row> failing = RowFaults.failing(table, "x1", 3);
    try (SparkEvents events = new SparkEvents(spark)) {
      assertEquals(undisturbed, hash(failing, then(() -> TaskFaults.begin(spark, Fault.FAIL, 3))));
      // Every step after the second, and the judging of epochs.
      assertTrue(
          events.count(
                  SparkListenerTaskEnd.class,
                  end -> end.taskType().equals("ResultTask") && end.taskInfo().failed())
              >= 3 * 4);
    }
  }

  @Test
  void aTaskThatFailsFourTimesEndsTheRunWithTheCauseFirst() {
    AtStep none = then(() -> {});
    Dataset<Row> failing = RowFaults.failing(table, "x1", 4);
    String reading =
        assertThrows(IllegalStateException.class, () -> classifier(none).fit(failing)).getMessage();
    assertTrue(
        reading.startsWith("IllegalStateException: the disk is on holiday, attempt 3"), reading);
    AtStep step = then(() -> TaskFaults.begin(spark, Fault.FAIL, 4));
    String computing =
        assertThrows(IllegalStateException.class, () -> hash(table, step)).getMessage();
    assertTrue(computing.contains("a fault of attempt 3"), computing);
  }

  @Test
  void otherRowsAfterALossAreAnError() {
    Path changed = directory.resolve("changed");
    Dataset<Row> shrinking = RowFaults.shrinkingOnce(table, "x1", changed);
    AtStep loss =
        then(
            () -> {
              Files.createFile(changed);
              // Whoever wrote the shuffle's files among them: of those, the same rows would come.
              executors.byId().keySet().forEach(executors::kill);
            });
    String error =
        assertThrows(IllegalStateException.class, () -> hash(shrinking, loss)).getMessage();
    assertTrue(error.contains("training data changed"), error);
  }
}
