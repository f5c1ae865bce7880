package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.ml.MlpClassifier;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/** Fits that fail, each in another way, again and again in one session. */
class FailingFitsTest {
  private static final int FITS = 100;

  @TempDir private Path directory;

  /** A fit, and what it must throw. */
  private record Failing(Class<? extends Exception> error, Runnable fit) {}

  private static void fit(Dataset<Row> table, String execution, TrainingListener listener) {
    // 60 000 weights: a broadcast that stays is worth finding.
    new MlpClassifier()
        .setHiddenLayers(12_000)
        .setExecution(execution)
        .setBatchSize(10)
        .setMaxIter(2)
        .setTrainingListener(listener)
        .fit(table);
  }

  private static AtStep failing() {
    return new AtStep(
        1,
        () -> {
          throw new IllegalStateException("a listener that fails");
        });
  }

  private static AtStep interrupting() {
    return new AtStep(1, () -> Thread.currentThread().interrupt());
  }

  private List<Failing> kinds() {
    Dataset<Row> good = Tables.tenRowsAnd(3);
    Dataset<Row> bad = Tables.tenRowsAnd(3, Tables.row(1.0, Double.NaN, 1));
    Dataset<Row> signed = good.selectExpr("*", "label - 0.5 as sign");
    Dataset<Row> broken = RowFaults.failing(signed, "sign", 4).drop("sign");
    Class<IllegalStateException> state = IllegalStateException.class;
    Class<CancellationException> cancelled = CancellationException.class;
    return List.of(
        new Failing(state, () -> fit(good, "cluster", failing())),
        new Failing(state, () -> fit(good, "local", failing())),
        new Failing(cancelled, () -> fit(good, "cluster", interrupting())),
        new Failing(cancelled, () -> fit(good, "local", interrupting())),
        new Failing(InputException.class, () -> fit(bad, "cluster", TrainingListener.NONE)),
        new Failing(state, () -> fit(broken, "local", TrainingListener.NONE)),
        new Failing(state, changing(signed, "cluster")),
        new Failing(state, changing(signed, "local")));
  }

  /** Makes the file as soon as the table has been checked. */
  private record ChangesTheTable(Path file) implements TrainingListener {
    @Override
    public void note(String line) {
      try {
        if (!Files.exists(file)) {
          Files.createFile(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Runnable changing(Dataset<Row> table, String execution) {
    Path file = directory.resolve(execution);
    Dataset<Row> other = RowFaults.shrinkingOnce(table, "sign", file).drop("sign");
    return () -> {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      fit(other, execution, new ChangesTheTable(file));
    };
  }

  @Test
  void leaveNothingBehind() {
    SparkContext spark = LocalSpark.session().sparkContext();
    List<Failing> kinds = kinds();
    for (Failing kind : kinds) {
      fail(kind);
    }
    Holdings before = Holdings.now(spark);
    for (int i = 0; i < FITS; i++) {
      fail(kinds.get(i % kinds.size()));
    }
    Holdings after = Holdings.atMost(before, spark);
    assertFalse(after.exceeds(before), () -> "before " + before + ", after " + after);
  }

  private static void fail(Failing kind) {
    assertThrows(kind.error(), kind.fit()::run);
    Thread.interrupted();
  }
}
