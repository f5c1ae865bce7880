package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.spark.TaskFaults.Fault;
import org.spindleml.train.TrainingListener;

/** A task that does not get on, and the copy of it that Spark starts, count once. */
@EnabledOnOs(OS.LINUX) // Elsewhere 127.0.0.2 is no address of this machine.
class StragglerIT {
  @TempDir private Path directory;

  @Test
  void aSpeculativeCopyCountsOnce() throws Exception {
    FaultySession.stopOthers();
    try (TwoWorkerCluster cluster = TwoWorkerCluster.start(directory)) {
      // Spark starts no copy on a host that has the task already.
      Process elsewhere = cluster.addWorker("127.0.0.2");
      try (SparkSession session =
              FaultySession.on(
                  cluster,
                  "spark.cores.max",
                  "3",
                  "spark.locality.wait",
                  "0",
                  "spark.speculation",
                  "true",
                  "spark.speculation.interval",
                  "50ms",
                  "spark.speculation.quantile",
                  "0.3",
                  "spark.speculation.multiplier",
                  "1.1");
          SparkEvents events = new SparkEvents(session.sparkContext())) {
        SparkContext spark = session.sparkContext();
        AtStep straggles = new AtStep(2, () -> TaskFaults.begin(spark, Fault.HANG));
        assertArrayEquals(
            weights(session, "local", TrainingListener.NONE),
            weights(session, "cluster", straggles));
        long copies =
            events.count(
                SparkListenerTaskEnd.class,
                end -> end.taskInfo().speculative() && end.taskInfo().successful());
        assertTrue(copies >= 2, "copies that came first: " + copies);
      } finally {
        elsewhere.destroyForcibly().onExit().join();
      }
    }
  }

  private static float[] weights(
      SparkSession session, String execution, TrainingListener listener) {
    return new MlpClassifier()
        .setFeaturesCols(FaultySession.features())
        .setHiddenLayers(100, 100)
        .setBatchSize(2000)
        .setMaxIter(4)
        .setExecution(execution)
        .setTrainingListener(listener)
        .fit(FaultySession.waveform(session))
        .network()
        .weights();
  }
}
