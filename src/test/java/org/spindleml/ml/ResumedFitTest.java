package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;
import org.spindleml.train.Progress;
import org.spindleml.train.TrainingListener;

/** Fits that are stopped and go on, through the Params, on tables. */
class ResumedFitTest {
  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();

  private Path path() {
    return directory.resolve("checkpoints");
  }

  /** A classifier of all that a run remembers. */
  private MlpClassifier classifier(String execution) {
    return new MlpClassifier()
        .setHiddenLayers(8, 5)
        .setBatchSize(128)
        .setMaxIter(6)
        .setDropout(0.1)
        .setNormalization("batch")
        .setValidationFraction(0.2)
        .setPatience(4)
        .setSolver("adam")
        .setExecution(execution)
        .setTrainingListener(new Stop(Long.MAX_VALUE, () -> {}));
  }

  /** Does something after a step. */
  private final class Stop implements TrainingListener {
    private final long step;
    private final Runnable what;

    Stop(long step, Runnable what) {
      this.step = step;
      this.what = what;
    }

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public void step(Progress progress) {
      if (progress.step() == step) {
        what.run();
      }
    }
  }

  private static void fail() {
    throw new IllegalStateException("a listener that fails");
  }

  private void stop(MlpClassifier classifier, Dataset<Row> table, long step) {
    MlpClassifier failing =
        classifier.copy(org.apache.spark.ml.param.ParamMap.empty()).setCheckpointDir("" + path());
    failing.setTrainingListener(new Stop(step, ResumedFitTest::fail));
    assertThrows(IllegalStateException.class, () -> failing.fit(table));
  }

  private static void assertSame(MlpClassificationModel expected, MlpClassificationModel actual) {
    assertArrayEquals(expected.network().weights(), actual.network().weights(), 0);
    assertArrayEquals(
        expected.summary().objectiveHistory(), actual.summary().objectiveHistory(), 0);
    assertEquals(expected.summary().totalIterations(), actual.summary().totalIterations());
  }

  private boolean saysWhere(long step) {
    return notes.stream()
        .anyMatch(n -> n.startsWith("goes on from the checkpoint of step " + step));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "l-bfgs", "sgd"})
  void oneExecutionGoesOnWhereTheOtherStopped(String solver) {
    Dataset<Row> table = Tables.diamond(700);
    MlpClassifier local = classifier("local").setSolver(solver);
    MlpClassifier cluster = classifier("cluster").setSolver(solver);
    if (solver.equals("l-bfgs")) {
      local.setDropout(0);
      cluster.setDropout(0);
    }
    MlpClassificationModel whole = local.fit(table);
    stop(local, table, 2);
    stop(cluster, table, 4);
    assertTrue(saysWhere(2), notes::toString);
    assertSame(whole, local.setCheckpointDir("" + path()).fit(table));
    assertTrue(saysWhere(4), notes::toString);
    assertSame(whole, cluster.setCheckpointDir("" + path()).setResume("must").fit(table));
    assertSame(whole, cluster.setResume("never").fit(table));
    assertTrue(noThreads(), "no thread is left");
  }

  private static boolean noThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("spindle-"));
  }

  private String refused(MlpClassifier classifier, Dataset<Row> table) {
    classifier.setCheckpointDir("" + path());
    return assertThrows(InputException.class, () -> classifier.fit(table)).getMessage();
  }

  @Test
  void anotherRunIsRefusedWithBothValues() {
    Dataset<Row> table = Tables.diamond(700);
    stop(classifier("local"), table, 3);
    String error = refused(classifier("local").setSeed(9).setBatchSize(64), table);
    assertTrue(error.contains("seed was 1, is now 9"), error);
    assertTrue(error.contains("batchSize was 128, is now 64"), error);
    error = refused(classifier("local").setHiddenLayers(8), table);
    assertTrue(error.contains("hiddenLayers was [8,5], is now [8]"), error);
    error = refused(classifier("local").setGradientPrecision("bf16"), table);
    assertTrue(error.contains("gradientPrecision was float32, is now bf16"), error);
    error = refused(classifier("local").setMaxIter(7), table);
    assertTrue(
        error.contains(
            "maxIter was 6 (over which the learning rate is stretched), is now 7 (over which"),
        error);
    error = refused(classifier("local"), Tables.diamond(701));
    assertTrue(error.contains("rows was "), error);
    // As many rows, two of them with another label.
    for (String execution : List.of("local", "cluster")) {
      error = refused(classifier(execution), flipped(table));
      assertTrue(error.matches("(?s).*training data was of checksum \\w+, is now .*"), error);
      assertFalse(error.contains("rows was"), error);
    }
    // None of that has harmed it.
    classifier("cluster").setCheckpointDir("" + path()).setResume("must").fit(table);
  }

  /** The same table but for the labels of the first rows of either class. */
  private static Dataset<Row> flipped(Dataset<Row> table) {
    List<Row> rows = table.collectAsList();
    List<Row> changed = new ArrayList<>(rows);
    for (double label : new double[] {0, 1}) {
      int first = 0;
      while (rows.get(first).getDouble(0) != label) {
        first++;
      }
      changed.set(first, RowFactory.create(1 - label, rows.get(first).get(1)));
    }
    return Tables.of(changed, Tables.SCHEMA);
  }

  @Test
  void aRunMayBeMadeLongerWhereItsRateDoesNotStretch() {
    Dataset<Row> table = Tables.diamond(700);
    MlpClassifier constant =
        classifier("local").setLearningRateSchedule("constant").setWarmupFraction(0);
    MlpClassificationModel longer = constant.setMaxIter(9).fit(table);
    constant.setCheckpointDir("" + path());
    constant.setMaxIter(6).fit(table);
    assertSame(longer, constant.setMaxIter(9).fit(table));
    String error = refused(constant.setMaxIter(2), table);
    assertTrue(error.startsWith("maxIter is 2 but the checkpoint is behind step"), error);
    // Which has not changed it: how the run ended, and with what, is as it was.
    assertSame(longer, constant.setMaxIter(9).fit(table));
  }

  @Test
  void anInterruptedFitIsSaved() {
    Dataset<Row> table = Tables.diamond(700);
    for (String execution : List.of("local", "cluster")) {
      MlpClassifier one = classifier(execution);
      MlpClassificationModel whole = one.fit(table);
      one.setCheckpointDir("" + path()).setResume("never");
      one.setTrainingListener(new Stop(5, Thread.currentThread()::interrupt));
      assertThrows(CancellationException.class, () -> one.fit(table));
      assertTrue(Thread.interrupted(), "the thread stays interrupted");
      one.setTrainingListener(new Stop(Long.MAX_VALUE, () -> {}));
      assertSame(whole, one.setResume("must").fit(table));
      assertTrue(saysWhere(5), notes::toString);
    }
  }

  @Test
  void aCancelledJobGroupIsSaved() throws Exception {
    Dataset<Row> table = Tables.diamond(700);
    MlpClassifier one = classifier("cluster");
    MlpClassificationModel whole = one.fit(table);
    one.setCheckpointDir("" + path());
    SparkContext spark = LocalSpark.session().sparkContext();
    // Whatever the group runs next is cancelled as soon as it begins.
    org.apache.spark.scheduler.SparkListener cancel =
        new org.apache.spark.scheduler.SparkListener() {
          @Override
          public void onJobStart(org.apache.spark.scheduler.SparkListenerJobStart job) {
            if (job.properties().getProperty("spark.jobGroup.id", "").equals("ours")) {
              spark.cancelJob(job.jobId());
            }
          }
        };
    one.setTrainingListener(
        new Stop(
            5,
            () -> {
              spark.setJobGroup("ours", "to be cancelled", false);
              spark.addSparkListener(cancel);
            }));
    try {
      Exception error = assertThrows(Exception.class, () -> cancelled(one, table));
      assertTrue(error.getMessage().contains("cancelled"), error.getMessage());
    } finally {
      spark.removeSparkListener(cancel);
      spark.clearJobGroup();
    }
    one.setTrainingListener(new Stop(Long.MAX_VALUE, () -> {}));
    assertSame(whole, one.setResume("must").fit(table));
  }

  private static void cancelled(MlpClassifier one, Dataset<Row> table) {
    one.fit(table);
  }

  @Test
  void aDirectoryThatCannotBeIsAnErrorAtOnce() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path dangling = Files.createSymbolicLink(directory.resolve("link"), path().resolve("none"));
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put(file + "", file + ": not a directory");
    reasons.put(file + "/below", file + "/below: Not a directory");
    reasons.put(dangling + "", dangling + ": not a directory");
    reasons.put("/proc/none", "NoSuchFileException: /proc/none");
    reasons.put("runs:1/july", "Relative path in absolute URI: runs:1/july");
    reasons.put("hdsf://july", "No FileSystem for scheme \"hdsf\"");
    for (Map.Entry<String, String> reason : reasons.entrySet()) {
      MlpClassifier one = classifier("local").setCheckpointDir(reason.getKey());
      String error =
          assertThrows(InputException.class, () -> one.fit(Tables.diamond(100))).getMessage();
      assertTrue(error.startsWith("checkpoints cannot be kept in " + reason.getKey()), error);
      assertTrue(
          error.endsWith(
              reason.getValue() + "; set checkpointDir to a directory that can be written"),
          error);
    }
    assertEquals(
        "resume is must but checkpointDir is not set; set it",
        assertThrows(
                InputException.class,
                () -> classifier("local").setResume("must").fit(Tables.diamond(100)))
            .getMessage());
    assertEquals(List.of(), notes);
  }

  @Test
  void anyNameOfADirectoryWillDo() throws Exception {
    Path real = Files.createDirectory(directory.resolve("r\u00e9el 100%25 #1?"));
    Files.createSymbolicLink(path(), real);
    Dataset<Row> table = Tables.diamond(200);
    for (String name : List.of(real + "", path() + "", "file:" + path(), "file://" + real)) {
      MlpClassifier one = classifier("local").setMaxIter(1).setCheckpointDir(name);
      one.fit(table);
    }
    assertTrue(saysWhere(2), notes::toString);
    assertEquals(3, notes.stream().filter(n -> n.startsWith("goes on from")).count());
  }

  @Test
  void aDirectoryThatGoesAwayIsToldAndTheModelIsTheSame() {
    Dataset<Row> table = Tables.diamond(700);
    MlpClassifier one = classifier("local");
    MlpClassificationModel whole = one.fit(table);
    one.setCheckpointDir("" + path()).setCheckpointInterval(1);
    one.setTrainingListener(new Stop(3, this::remove));
    assertSame(whole, one.fit(table));
    assertEquals(1, notes.stream().filter(n -> n.startsWith("no checkpoint was written")).count());
  }

  private void remove() {
    try (Stream<Path> files = Files.walk(path())) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
