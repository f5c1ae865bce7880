package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/**
 * Many steps of a tiny network: what a run holds does not grow. {@code -Dspindle.soak=true} makes
 * them tens of thousands and prints what it saw.
 */
class SoakIT {
  private static final boolean LONG = Boolean.getBoolean("spindle.soak");

  /** Spark's own pools fill up in the first steps. */
  private static final int THREAD_SLACK = 40;

  private static final int SAMPLES = 10;

  /** What a heap may gain by chance, and by the epochs that a run remembers. */
  private static final long HEAP_SLACK = 24L << 20;

  @TempDir private Path directory;

  @BeforeEach
  @AfterEach
  void stopOthers() {
    FaultySession.stopOthers();
  }

  /** What was held after so many steps, and how long one took since the sample before. */
  private record Sample(long step, Holdings held, double microsPerStep) {}

  /** Takes samples at even intervals, the first one when a tenth is done. */
  private static final class Samples implements TrainingListener {
    private final SparkContext spark;
    private final List<Sample> taken = new ArrayList<>();
    private long since = System.nanoTime();

    Samples(SparkContext spark) {
      this.spark = spark;
    }

    @Override
    public void step(Progress progress) {
      long interval = progress.steps() / SAMPLES;
      if (progress.step() % interval != 0) {
        return;
      }
      double micros = (System.nanoTime() - since) / 1e3 / interval;
      Holdings held =
          taken.isEmpty() ? Holdings.now(spark) : Holdings.atMost(taken.get(0).held(), spark);
      taken.add(new Sample(progress.step(), held, micros));
      since = System.nanoTime();
    }
  }

  private static void assertFlat(SparkContext spark, String where, String execution, int epochs) {
    Samples samples = new Samples(spark);
    SparkSession session = SparkSession.active();
    new MlpClassifier()
        .setFeaturesCols("x1", "x2")
        .setHiddenLayers(8)
        .setBatchSize(100)
        .setMaxIter(epochs)
        .setTol(0)
        .setExecution(execution)
        .setTrainingListener(samples)
        .fit(FaultySession.waveform(session));
    assertEquals(SAMPLES, samples.taken.size());
    if (LONG) {
      System.out.print(describe(where, samples.taken));
    }
    Sample first = samples.taken.get(0);
    // Spark's pools fill with its first jobs, on a busy machine after the first sample.
    int threads = Math.max(first.held().allThreads(), samples.taken.get(1).held().allThreads());
    for (Sample sample : samples.taken) {
      Holdings held = sample.held();
      assertFalse(held.exceeds(first.held()), () -> describe(where, samples.taken));
      assertTrue(
          held.heapBytes() <= first.held().heapBytes() + HEAP_SLACK
              && held.allThreads() <= threads + THREAD_SLACK,
          () -> describe(where, samples.taken));
    }
  }

  private static String describe(String where, List<Sample> samples) {
    StringBuilder text = new StringBuilder(where + "\n");
    text.append(
        "   steps  heap MiB  threads  of Spindle  broadcasts  cached  storage KiB  µs/step\n");
    for (Sample sample : samples) {
      Holdings held = sample.held();
      text.append(
          String.format(
              Locale.ROOT,
              "%8d %9.1f %8d %11d %11d %7d %12d %8.0f%n",
              sample.step(),
              held.heapBytes() / 0x1p20,
              held.allThreads(),
              held.threads(),
              held.broadcasts(),
              held.cached(),
              held.executorBytes() >> 10,
              sample.microsPerStep()));
    }
    return text.toString();
  }

  /** 20 steps an epoch. */
  @Test
  void inThisProcess() {
    SparkSession session = FaultySession.local("local[2]");
    assertFlat(session.sparkContext(), "in this process", "local", LONG ? 2500 : 100);
  }

  @Test
  void onACluster() throws Exception {
    try (TwoWorkerCluster cluster = TwoWorkerCluster.start(directory)) {
      SparkSession session = cluster.session();
      try {
        assertFlat(session.sparkContext(), "on a cluster", "cluster", LONG ? 150 : 5);
      } finally {
        session.stop();
      }
    }
  }
}
