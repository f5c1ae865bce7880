package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.spark.TaskFaults.Fault;
import org.spindleml.train.TrainingListener;

/** Runs that somebody ends, on a cluster, end within seconds and leave nothing behind. */
class CancelledRunsIT {
  private static final int SECONDS = 5;

  @TempDir private static Path directory;
  private static TwoWorkerCluster cluster;

  private SparkContext spark;
  private Dataset<Row> table;

  @BeforeAll
  static void startCluster() throws Exception {
    FaultySession.stopOthers();
    cluster = TwoWorkerCluster.start(directory.resolve("cluster"));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void startSession() throws Exception {
    SparkSession session = FaultySession.on(cluster);
    spark = session.sparkContext();
    table = FaultySession.waveform(session);
  }

  @AfterEach
  void stopSession() {
    FaultySession.stopOthers();
  }

  private float[] train(String solver, String execution, TrainingListener listener) {
    return new MlpClassifier()
        .setFeaturesCols(FaultySession.features())
        .setHiddenLayers(300, 300)
        .setSolver(solver)
        .setMaxIter(4)
        .setExecution(execution)
        .setTrainingListener(listener)
        .fit(table)
        .network()
        .weights();
  }

  /** A fit in a thread of its own. */
  private record Run(Thread thread, FutureTask<float[]> fit) {
    static Run start(java.util.concurrent.Callable<float[]> fit) {
      FutureTask<float[]> task = new FutureTask<>(fit);
      Thread thread = new Thread(task, "training");
      thread.start();
      return new Run(thread, task);
    }

    /** What it throws, soon. */
    <E extends Throwable> E end(Class<E> kind) {
      Throwable thrown =
          assertThrows(ExecutionException.class, () -> fit.get(SECONDS, TimeUnit.SECONDS))
              .getCause();
      return assertInstanceOf(kind, thrown, () -> "" + thrown);
    }
  }

  private AtStep hangsAfter(long step) {
    return new AtStep(step, () -> TaskFaults.begin(spark, Fault.HANG));
  }

  /** Waits until a task hangs. */
  private static void awaitHanging(SparkEvents events) {
    SparkListenerJobStart job =
        events.await(SparkListenerJobStart.class, start -> TaskFaults.has(start.properties()));
    events.await(
        SparkListenerTaskStart.class,
        start -> job.stageIds().contains(start.stageId()) && start.taskInfo().partitionId() == 0);
  }

  @Test
  void aCancelledJobGroupEndsTheRun() {
    float[] undisturbed = train("adam", "cluster", TrainingListener.NONE);
    Holdings before = Holdings.now(spark);
    try (SparkEvents events = new SparkEvents(spark)) {
      Run run =
          Run.start(
              () -> {
                spark.setJobGroup("ours", "what the user does", false);
                return train("adam", "cluster", hangsAfter(2));
              });
      awaitHanging(events);
      spark.cancelJobGroup("ours");
      String message = run.end(CancellationException.class).getMessage();
      assertTrue(message.startsWith("training was cancelled: Job "), message);
      assertTrue(message.contains("part of cancelled job group ours"), message);
    }
    assertNothingLeft(before);
    assertArrayEquals(undisturbed, train("adam", "cluster", TrainingListener.NONE));
  }

  private void assertNothingLeft(Holdings before) {
    Holdings after = Holdings.atMost(before, spark);
    assertFalse(after.exceeds(before), () -> "before " + before + ", after " + after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "l-bfgs"})
  void anInterruptEndsAStepOnTheCluster(String solver) {
    train(solver, "cluster", TrainingListener.NONE);
    Holdings before = Holdings.now(spark);
    try (SparkEvents events = new SparkEvents(spark)) {
      Run run = Run.start(() -> train(solver, "cluster", hangsAfter(2)));
      awaitHanging(events);
      run.thread().interrupt();
      run.end(CancellationException.class);
    }
    assertNothingLeft(before);
  }

  @Test
  void anInterruptEndsTheReadingOfTheTable() {
    try (SparkEvents events = new SparkEvents(spark)) {
      Run run =
          Run.start(
              () -> {
                TaskFaults.begin(spark, Fault.HANG);
                return train("adam", "local", TrainingListener.NONE);
              });
      awaitHanging(events);
      run.thread().interrupt();
      run.end(CancellationException.class);
    }
  }

  @Test
  void anInterruptEndsAStepInThisProcess() throws Exception {
    Holdings before = Holdings.now(spark);
    java.util.concurrent.CountDownLatch trains = new java.util.concurrent.CountDownLatch(1);
    Run run =
        Run.start(
            () ->
                new MlpClassifier()
                    .setFeaturesCols(FaultySession.features())
                    .setHiddenLayers(1000, 1000)
                    .setMaxIter(Integer.MAX_VALUE)
                    .setExecution("local")
                    .setTrainingListener(new AtStep(2, trains::countDown))
                    .fit(table)
                    .network()
                    .weights());
    trains.await();
    run.thread().interrupt();
    run.end(CancellationException.class);
    assertEquals(0, Holdings.atMost(before, spark).threads());
  }

  @Test
  void aStoppedContextEndsAStepOnTheCluster() {
    try (SparkEvents events = new SparkEvents(spark)) {
      Run run = Run.start(() -> train("adam", "cluster", hangsAfter(2)));
      awaitHanging(events);
      spark.stop();
      assertStopped(run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "local"})
  void aStoppedContextEndsTheRunBetweenTwoSteps(String execution) throws Exception {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    AtStep stop =
        new AtStep(
            2,
            () -> {
              spark.stop();
              stopped.complete(null);
            });
    Run run = Run.start(() -> train("adam", execution, stop));
    stopped.get(1, TimeUnit.MINUTES);
    assertStopped(run);
  }

  private static void assertStopped(Run run) {
    assertEquals(
        "the Spark context was stopped while a model was trained",
        run.end(IllegalStateException.class).getMessage());
  }
}
