package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
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

/** Executors are killed and frozen, tasks fail; the model is the one that nobody disturbed. */
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
    executors = new ExecutorProcesses(spark, 2);
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

  /** A fault of tasks that the last step alone meets. */
  private static AtStep inTheLastStep(Fault fault) {
    return new AtStep(5, () -> TaskFaults.begin(spark, fault));
  }

  private static boolean executorLost(SparkListenerTaskEnd end) {
    return end.reason() instanceof ExecutorLostFailure && end.taskType().equals("ResultTask");
  }

  @Test
  void killedInTheMiddleOfAGradient() throws Exception {
    try (SparkEvents events = new SparkEvents(spark)) {
      assertEquals(undisturbed, hash(table, inTheLastStep(Fault.KILL)));
      assertTrue(
          events.count(SparkListenerTaskEnd.class, LostExecutorsIT::executorLost) > 0,
          "no gradient was lost");
    }
  }

  @Test
  void killedBetweenTwoSteps() throws Exception {
    try (SparkEvents events = new SparkEvents(spark)) {
      String killed = executors.byId().keySet().iterator().next();
      String model = hash(table, then(() -> executors.kill(killed)));
      assertEquals(undisturbed, model);
      assertTrue(
          events.count(SparkListenerExecutorRemoved.class, end -> end.executorId().equals(killed))
              > 0,
          "nothing was lost");
    }
  }

  @Test
  void killedWhileItsResultWaits() throws Exception {
    try (SparkEvents events = new SparkEvents(spark)) {
      List<CompletableFuture<Void>> kills = new ArrayList<>();
      String model =
          hash(
              table,
              then(
                  () -> {
                    HeldResult.hold(spark);
                    kills.add(CompletableFuture.runAsync(() -> killWhoseResultWaits(events)));
                  }));
      assertEquals(undisturbed, model);
      kills.get(0).join();
      assertTrue(
          events.count(
                  SparkListenerTaskEnd.class,
                  end ->
                      end.taskType().equals("ResultTask")
                          && end.reason() instanceof TaskFailedReason)
              > 0,
          "no result was lost");
    }
  }

  private static void killWhoseResultWaits(SparkEvents events) {
    try {
      SparkListenerBlockUpdated waiting =
          events.await(
              SparkListenerBlockUpdated.class,
              event ->
                  event.blockUpdatedInfo().blockId().name().startsWith("taskresult_")
                      && event.blockUpdatedInfo().memSize() > 1 << 20);
      executors.kill(waiting.blockUpdatedInfo().blockManagerId().executorId());
    } finally {
      HeldResult.release();
    }
  }

  @Test
  void allKilledAndOthersStarted() throws Exception {
    List<String> before = List.copyOf(executors.byId().keySet());
    assertEquals(2, before.size());
    assertEquals(undisturbed, hash(table, then(() -> before.forEach(executors::kill))));
    assertTrue(executors.byId().keySet().stream().noneMatch(before::contains));
  }

  @Test
  void frozen() throws Exception {
    try (SparkEvents events = new SparkEvents(spark)) {
      assertEquals(undisturbed, hash(table, inTheLastStep(Fault.STOP)));
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
