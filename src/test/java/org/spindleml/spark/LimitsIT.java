package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.table.InputException;

/** A real session that is too small says so, with the numbers, before anything is trained. */
class LimitsIT {
  private static SparkSession session;
  private static Dataset<Row> table;

  @BeforeAll
  static void startSession() {
    FaultySession.stopOthers();
    session = FaultySession.local("local[2]", "spark.driver.maxResultSize", "1m");
    table = FaultySession.waveform(session);
  }

  @AfterAll
  static void stopSession() {
    session.stop();
  }

  private static MlpClassifier classifier() {
    return new MlpClassifier().setFeaturesCols(FaultySession.features()).setExecution("cluster");
  }

  /** The message, and that there was one job, which read the table. */
  private static String refusal(MlpClassifier classifier) {
    try (SparkEvents events = new SparkEvents(session.sparkContext())) {
      String message = assertThrows(InputException.class, () -> classifier.fit(table)).getMessage();
      assertEquals(1, events.count(SparkListenerJobStart.class, job -> true));
      return message;
    }
  }

  @Test
  void resultsBeyondTheDriversLimit() {
    String message = refusal(classifier().setHiddenLayers(500, 500));
    assertTrue(
        message.contains("263,003 weights, does not fit: the results of a step take ")
            && message.contains(" MiB (tasks: 2) but spark.driver.maxResultSize is 1.0 MiB: raise"),
        message);
  }

  @Test
  void aBlockOfMoreNumbersThanAnArrayHolds() {
    String message = refusal(classifier().setHiddenLayers(4).setBlockSize(1 << 30));
    assertTrue(
        message.contains("rows of 21 numbers is longer than an array: set blockSize"), message);
  }

  @Test
  void weightsBeyondTheDriversHeap() {
    String message = refusal(classifier().setHiddenLayers(20_000, 20_000));
    assertTrue(message.contains("the driver needs ") && message.contains("its heap is "), message);
  }
}
