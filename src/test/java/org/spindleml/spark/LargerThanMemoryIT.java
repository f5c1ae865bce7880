package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.data.GeneratedTable;
import org.spindleml.data.Waveform;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.TrainingListener;

/** A table larger than the memory that Spark may fill trains from disks, and gives its model. */
class LargerThanMemoryIT {
  private static final long ROWS = 200_000;
  private static final long TABLE_BYTES = ROWS * 22 * Float.BYTES;
  private static final long MEMORY_BYTES = 8 << 20;

  /** Of a heap Spark leaves alone so much, then it takes its fraction of the rest. */
  private static final long RESERVED_BYTES = 300 << 20;

  private static final int EPOCHS = 2;

  /** Of 32 Ki rows each, so that a part of a step, a shard's own, has two blocks. */
  private static final int STEPS_AN_EPOCH = 7;

  /**
   * A run's model, where its rows were at the end of each epoch, and what its tasks read of them.
   */
  private record Run(String hash, List<CachedBytes> cached, long bytesRead) {}

  private static Run train(double memoryFraction) throws IOException {
    FaultySession.stopOthers();
    SparkSession session =
        FaultySession.local("local[2]", "spark.memory.fraction", "" + memoryFraction);
    List<CachedBytes> cached = new ArrayList<>();
    TrainingListener atEpoch =
        new TrainingListener() {
          @Override
          public void epoch(int epoch, EpochRecord record) {
            cached.add(CachedBytes.of(session.sparkContext()));
          }
        };
    MlpClassifier classifier =
        new MlpClassifier()
            .setFeaturesCols(FaultySession.features())
            .setHiddenLayers(16)
            .setBatchSize(1 << 15)
            .setMaxIter(EPOCHS)
            .setExecution("cluster")
            .setTrainingListener(atEpoch);
    try (SparkEvents events = new SparkEvents(session.sparkContext())) {
      String hash = SameRun.hash(classifier, waveform(session));
      long bytesRead =
          events.sum(
              SparkListenerTaskEnd.class, task -> task.taskMetrics().inputMetrics().bytesRead());
      return new Run(hash, cached, bytesRead);
    } finally {
      session.stop();
    }
  }

  private static Dataset<Row> waveform(SparkSession session) {
    GeneratedTable.Formula formula = Waveform.train(1, ROWS).formula();
    MapFunction<Long, Row> toRow =
        index -> RowFactory.create(Arrays.stream(formula.row(index)).boxed().toArray());
    return session
        .range(0, ROWS, 1, 4)
        .map(toRow, Encoders.row(StructType.fromDDL(FaultySession.SCHEMA)));
  }

  @Test
  void rowsOnDisksGiveTheModelOfRowsInMemory() throws IOException {
    Run inMemory = train(0.6);
    long heap = Runtime.getRuntime().maxMemory();
    Run fromDisks = train((double) MEMORY_BYTES / (heap - RESERVED_BYTES));
    assertEquals(EPOCHS, inMemory.cached().size());
    assertEquals(EPOCHS, fromDisks.cached().size());
    for (CachedBytes bytes : inMemory.cached()) {
      assertTrue(bytes.memory() >= TABLE_BYTES && bytes.disk() == 0, "" + bytes);
    }
    for (CachedBytes bytes : fromDisks.cached()) {
      assertTrue(bytes.memory() <= MEMORY_BYTES && bytes.all() >= TABLE_BYTES, "" + bytes);
    }
    assertEquals(inMemory.hash(), fromDisks.hash());
    long everyShardEveryStep = EPOCHS * STEPS_AN_EPOCH * inMemory.cached().get(0).memory();
    assertEquals(everyShardEveryStep, inMemory.bytesRead(), "each shard is asked for once a step");
  }
}
