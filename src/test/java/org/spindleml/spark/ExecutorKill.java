package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.spindleml.spark.TaskFaults.Fault;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/** Kills executors at a given moment of a run with validation rows, of two executors. */
final class ExecutorKill implements TrainingListener, AutoCloseable {
  /** When who is killed. */
  enum Moment {
    PACKING("an executor while it packs the table"),
    GRADIENT("an executor in the middle of a gradient"),
    BETWEEN_STEPS("an executor between two steps"),
    RESULT_WAITS("an executor whose result waits to be fetched"),
    ALL("all executors at once");

    final String text;

    Moment(String text) {
      this.text = text;
    }
  }

  private final Moment moment;
  private final SparkContext spark;
  private final SparkEvents events;
  private final ExecutorProcesses executors;
  private final List<String> before;

  /** While it is there, whoever reads the table is killed. */
  private final Path order;

  private CompletableFuture<Void> waiting = CompletableFuture.completedFuture(null);

  ExecutorKill(Moment moment, SparkContext spark, Path directory) {
    this.moment = moment;
    this.spark = spark;
    order = directory.resolve("kill-the-reader");
    executors = new ExecutorProcesses(spark, 2, 1);
    executors.awaitAll();
    before = List.copyOf(executors.byId().keySet());
    events = new SparkEvents(spark);
  }

  /** What to train on. */
  Dataset<Row> table(Dataset<Row> table) {
    return RowFaults.killingOnce(table, "x1", order);
  }

  /** Behind the first read of the table, before it is packed. */
  @Override
  public void note(String line) {
    if (moment == Moment.PACKING && line.startsWith("validating on ")) {
      try {
        Files.createFile(order);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void step(Progress progress) {
    new AtStep(2, this::kill).step(progress);
    if (progress.step() > 2 && lost() > 0) {
      TaskFaults.end(spark);
    }
  }

  private void kill() throws InterruptedException {
    switch (moment) {
      case PACKING -> {}
      case GRADIENT -> TaskFaults.begin(spark, Fault.KILL);
      case BETWEEN_STEPS -> executors.kill(before.get(0));
      case RESULT_WAITS -> {
        HeldResult.hold(spark);
        waiting = CompletableFuture.runAsync(this::killWhoseResultWaits);
      }
      case ALL -> before.forEach(executors::kill);
    }
  }

  private void killWhoseResultWaits() {
    try {
      SparkListenerBlockUpdated result =
          events.await(
              SparkListenerBlockUpdated.class,
              event ->
                  event.blockUpdatedInfo().blockId().name().startsWith("taskresult_")
                      && event.blockUpdatedInfo().memSize() > 1 << 20);
      executors.kill(result.blockUpdatedInfo().blockManagerId().executorId());
    } finally {
      HeldResult.release();
    }
  }

  /** Fails unless it was so. */
  void assertLost() {
    waiting.join();
    assertTrue(lost() > 0, "nothing was lost");
    if (moment == Moment.ALL) {
      assertEquals(2, lost());
      assertTrue(executors.byId().keySet().stream().noneMatch(before::contains));
    }
  }

  private long lost() {
    return switch (moment) {
      case PACKING -> tasks("ShuffleMapTask", ExecutorLostFailure.class);
      case GRADIENT -> tasks("ResultTask", ExecutorLostFailure.class);
      case RESULT_WAITS -> tasks("ResultTask", TaskFailedReason.class);
      case BETWEEN_STEPS, ALL ->
          events.count(
              SparkListenerExecutorRemoved.class, end -> before.contains(end.executorId()));
    };
  }

  private long tasks(String type, Class<?> failure) {
    return events.count(
        SparkListenerTaskEnd.class,
        end -> end.taskType().equals(type) && failure.isInstance(end.reason()));
  }

  @Override
  public void close() {
    TaskFaults.end(spark);
    events.close();
  }
}
