package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Metric;
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.Activation;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.SquaredLoss;
import org.spindleml.train.ClassWeights;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.TrainingSettings;
import org.spindleml.train.Validation;

/** Tables of mostly zeros: one model from any form of them, and room for wide ones. */
class SparseTableTest {
  private static final long SEED = 20261127;
  private static final int WIDTH = 80;
  private static final Validation JUDGED = new Validation(Metric.LOSS, null, 0, 0);
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("offset", DataTypes.DoubleType)
          .add("validates", DataTypes.BooleanType);

  /** A row: its features and all else. */
  private record Line(double[] features, double label, double weight, double offset, boolean held) {
    Row row(Function<Vector, Vector> form) {
      return RowFactory.create(form.apply(Vectors.dense(features)), label, weight, offset, held);
    }
  }

  /**
   * Two features of 30 categories each as columns of 0 and 1, a year that is never 0, a column of
   * zeros, one that is the same in every row, 17 that seldom are not 0; of some rows all are 0.
   */
  private static List<Line> draw(Random random, int count) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] x = new double[WIDTH];
      x[61] = 7.5;
      if (i % 20 > 0) {
        x[random.nextInt(30)] = 1;
        x[30 + random.nextInt(30)] = 1;
        x[60] = 2000 + random.nextInt(25);
        x[63 + random.nextInt(17)] = random.nextGaussian();
      }
      double label = (x[0] + x[30] + x[60] > 2012 ? 1 : 0) + random.nextInt(2);
      double offset = random.nextGaussian();
      lines.add(new Line(x, label, 0.5 + random.nextInt(3), offset, i % 9 == 0));
    }
    return lines;
  }

  private static Dataset<Row> table(
      List<Line> lines, Function<Vector, Vector> form, int partitions) {
    return Tables.of(SCHEMA, lines.stream().map(line -> line.row(form)).toList(), partitions);
  }

  private static TrainingSettings settings(Solver solver, Loss loss, NetworkOptions options) {
    TrainingSettings usual = SomeSettings.of(solver, 256);
    HiddenLayer layer = new HiddenLayer(8, Activation.TANH);
    NetworkSettings network =
        new NetworkSettings(List.of(layer, layer), options, usual.network().initialWeights());
    return new TrainingSettings(
        network, loss, usual.rate(), usual.update(), usual.run(), JUDGED, true);
  }

  private static InputColumns columns(Loss loss) {
    boolean classes = loss instanceof SoftmaxCrossEntropy;
    return new InputColumns(
        List.of("features"),
        "label",
        "weight",
        classes ? null : "offset",
        new ValidationRows("validates", 0),
        classes ? ClassWeights.BALANCED : ClassWeights.NONE,
        false);
  }

  private static TrainingRun fit(
      Dataset<Row> table, TrainingSettings settings, Execution execution) {
    List<String> notes = new ArrayList<>();
    TrainingRun run = Tables.fit(table, columns(settings.loss()), settings, execution, notes);
    assertTrue(
        notes.stream().anyMatch(note -> note.startsWith("rows stay sparse: ")), notes::toString);
    return run;
  }

  private static void assertSameBits(TrainingRun expected, TrainingRun actual, String about) {
    assertArrayEquals(expected.model().weights(), actual.model().weights(), 0, about);
    assertArrayEquals(expected.result().lossHistory(), actual.result().lossHistory(), 0, about);
  }

  @Test
  void theSameBitsFromAnyFormPartitioningAndExecution() {
    Random random = new Random(SEED);
    List<Line> lines = draw(random, 2000);
    for (TrainingSettings settings :
        List.of(
            settings(Solver.ADAM, new SoftmaxCrossEntropy(), NetworkOptions.PLAIN),
            settings(Solver.GD, new SquaredLoss(), NetworkOptions.PLAIN),
            settings(
                Solver.ADAM,
                new SquaredLoss(),
                new NetworkOptions(Normalization.BATCH, true, 0.2)))) {
      TrainingRun expected = fit(table(lines, v -> v, 2), settings, Execution.LOCAL);
      for (int partitions : new int[] {1, 3, 17}) {
        Collections.shuffle(lines, random);
        Dataset<Row> mixed =
            table(lines, v -> random.nextBoolean() ? v.toSparse() : v.toDense(), partitions);
        String about = settings.loss() + ", partitions " + partitions;
        assertSameBits(expected, fit(mixed, settings, Execution.LOCAL), about);
      }
      Dataset<Row> sparse = table(lines, Vector::toSparse, 5);
      assertSameBits(expected, fit(sparse, settings, Execution.CLUSTER), "jobs");
    }
  }

  /** Rows of weight 0 count nothing; neither do they where the form of the table is decided. */
  @Test
  void absentRowsDecideNothing() {
    List<Line> lines = draw(new Random(SEED), 1000);
    TrainingSettings settings =
        settings(Solver.ADAM, new SoftmaxCrossEntropy(), NetworkOptions.PLAIN);
    TrainingRun expected = fit(table(lines, v -> v, 2), settings, Execution.LOCAL);
    for (int i = 0; i < 3000; i++) {
      double[] full = new double[WIDTH];
      Arrays.fill(full, 1 + i);
      lines.add(new Line(full, 0, 0, 0, false));
    }
    TrainingRun actual = fit(table(lines, v -> v, 3), settings, Execution.LOCAL);
    assertSameBits(expected, actual, "3000 rows of weight 0");
  }

  @Test
  void learnsWhatACellSays() {
    List<Line> lines = new ArrayList<>();
    Random random = new Random(SEED);
    for (int i = 0; i < 2000; i++) {
      double[] x = new double[WIDTH];
      int category = random.nextInt(WIDTH);
      x[category] = 1;
      lines.add(new Line(x, category % 3, 1, 0, i % 9 == 0));
    }
    TrainingRun run =
        fit(
            table(lines, Vector::toSparse, 2),
            settings(Solver.L_BFGS, new SoftmaxCrossEntropy(), NetworkOptions.PLAIN),
            Execution.LOCAL);
    double[] losses = run.result().lossHistory();
    assertTrue(losses[losses.length - 1] < losses[0], () -> Arrays.toString(losses));
  }

  @Test
  void aTableOfFewZerosIsDense() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(Tables.rowOf(Vectors.dense(i, 0, i % 7, i % 3).toSparse(), i % 2.0));
    }
    List<String> notes = new ArrayList<>();
    Tables.fit(Tables.of(Tables.SCHEMA, rows, 1), Tables.columns(false, false), notes);
    assertFalse(notes.toString().contains("sparse"), notes::toString);
  }

  /** As dense rows 4.5 GiB; this process has three. */
  @Test
  void aHundredThousandColumns() {
    int width = 100_000;
    int rows = 12_000;
    MapFunction<Long, Row> toRow =
        index -> {
          Random random = new Random(index);
          TreeMap<Integer, Double> cells = new TreeMap<>();
          while (cells.size() < 20) {
            cells.put(random.nextInt(width), 1.0);
          }
          int[] columns = cells.keySet().stream().mapToInt(Integer::intValue).toArray();
          double[] ones = cells.values().stream().mapToDouble(Double::doubleValue).toArray();
          double label = columns[0] % 2;
          return RowFactory.create(Vectors.sparse(width, columns, ones), label, 1.0);
        };
    Dataset<Row> table =
        LocalSpark.session().range(0, rows, 1, 4).map(toRow, Encoders.row(Tables.SCHEMA));
    List<String> notes = new ArrayList<>();
    TrainingRun run =
        Tables.fit(
            table,
            Tables.columns(false, false),
            SomeSettings.of(Solver.ADAM, 2048),
            Execution.LOCAL,
            notes);
    String note =
        "rows stay sparse: 20.0 of 100,000 inputs on average, 1.9 MiB instead of 4,577.7 MiB";
    assertTrue(notes.contains(note), notes::toString);
    double[] losses = run.result().lossHistory();
    assertEquals(4, losses.length);
    assertTrue(losses[3] < losses[0], () -> Arrays.toString(losses));
  }
}
