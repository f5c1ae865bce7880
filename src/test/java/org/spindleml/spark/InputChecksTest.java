package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.SquaredLoss;
import org.spindleml.table.InputException;
import org.spindleml.train.InitialWeights;
import org.spindleml.train.LearningRateSchedule;
import org.spindleml.train.NetworkSettings;
import org.spindleml.train.RunSettings;
import org.spindleml.train.ScheduledRate;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;
import org.spindleml.train.TrainingSettings;
import org.spindleml.train.Validation;

/** Bad rows are one clear error, or left out and reported. */
class InputChecksTest {
  private static void assertSays(String error, String... parts) {
    for (String part : parts) {
      assertTrue(error.contains(part), () -> "\"" + error + "\" does not say \"" + part + "\"");
    }
  }

  private static String error(Dataset<Row> table, InputColumns columns) {
    return assertThrows(InputException.class, () -> Tables.fit(table, columns)).getMessage();
  }

  private static String error(Dataset<Row> table) {
    return error(table, Tables.columns(false, false));
  }

  private static List<String> leftOut(Dataset<Row> table, InputColumns columns) {
    List<String> notes = new ArrayList<>();
    Tables.fit(table, columns, notes);
    return notes.stream().filter(note -> note.contains("left out")).toList();
  }

  @Test
  void impossibleFeaturesAreCountedAndPlaced() {
    double[] impossible = {Double.NaN, Double.NEGATIVE_INFINITY, 1e39};
    for (double value : impossible) {
      Row[] bad = {
        Tables.row(1.0, 0, value),
        Tables.row(1.0, 1, 1),
        Tables.rowOf(Vectors.sparse(2, new int[] {1}, new double[] {value}), 0.0)
      };
      {
        Dataset<Row> table = Tables.tenRowsAnd(3, bad);
        assertSays(
            error(table),
            "column 'features' has values that are NaN, infinite or beyond float32",
            value + " at position 1",
            "in row 11 and 1 other row;",
            "handleInvalid=skip");
        List<String> notes = leftOut(table, Tables.columns(false, true));
        assertEquals(1, notes.size(), notes::toString);
        assertSays(notes.get(0), "left out: column 'features'", "in row 11 and 1 other row");
      }
    }
  }

  @Test
  void nullsNameTheirColumnWhereverTheyStand() {
    Row bad = Tables.rowOf(null, 1.0);
    for (int partitions : new int[] {1, 14}) {
      String error = error(Tables.tenRowsAnd(partitions, bad, bad, bad));
      assertSays(error, "column 'features' has nulls", "found null in row 11 and 2 other rows");
      List<String> notes =
          leftOut(Tables.tenRowsAnd(partitions, bad, bad, bad), Tables.columns(false, true));
      assertEquals(1, notes.size(), notes::toString);
    }
  }

  /** A file may say of a vector what Spark's own vectors cannot be. */
  private static Dataset<Row> withVector(Path directory, String fields) {
    SparkSession spark = LocalSpark.session();
    String good = "struct(0Y AS type, 3 AS size, array(1) AS indices, array(2D) AS values)";
    String path = directory.resolve("table").toString();
    spark
        .range(0, 10, 1, 1)
        .selectExpr(
            "IF(id = 6, struct(" + fields + "), " + good + ") AS features",
            "double(id % 2) AS label",
            "1D AS weight")
        .write()
        .mode("overwrite")
        .parquet(path);
    return spark.read().schema(Tables.SCHEMA).parquet(path);
  }

  @Test
  void sparseVectorsWhoseIndicesAreWrong(@TempDir Path directory) {
    for (String indices : new String[] {"0, 3", "2, 1", "1, 1", "-1, 0", "1"}) {
      Dataset<Row> table =
          withVector(
              directory,
              "0Y AS type, 3 AS size, array(" + indices + ") AS indices, array(5D, 6D) AS values");
      assertSays(
          error(table),
          "column 'features' has sparse vectors whose indices are no ascending places of theirs",
          "in row 7;");
      assertEquals(1, leftOut(table, Tables.columns(false, true)).size(), indices);
    }
  }

  @Test
  void vectorsThatClaimMoreThanMemoryHolds(@TempDir Path directory) {
    for (String size : new String[] {"1000000000", "-5"}) {
      Dataset<Row> table =
          withVector(
              directory,
              "0Y AS type, " + size + " AS size, array(1) AS indices, array(5D) AS values");
      assertSays(error(table), "column 'features' must hold the same number", "found " + size);
      // Alone, or before all others.
      String error = error(table.limit(7).offset(6));
      assertSays(
          error,
          "column 'features' holds more numbers than can be measured: found ",
          "GiB where the heap has ",
          " in row 1;");
    }
  }

  @Test
  void nothingButNullsIsAnError() {
    List<Row> rows = List.of(Tables.rowOf(null, 1.0), Tables.rowOf(null, 0.0));
    Dataset<Row> table = Tables.of(Tables.SCHEMA, rows, 2);
    assertSays(error(table), "column 'features' has nulls", "in row 1 and 1 other row");
    assertSays(error(table, Tables.columns(false, true)), "none of the 2 rows can be used");
  }

  @Test
  void mixedSizesAreAnErrorEvenWhereRowsMayBeLeftOut() {
    for (int partitions : new int[] {1, 12}) {
      Dataset<Row> table =
          Tables.tenRowsAnd(partitions, Tables.row(1.0, 1, 2, 3), Tables.row(0.0, 4, 5, 6));
      for (boolean skip : new boolean[] {false, true}) {
        assertSays(
            error(table, Tables.columns(false, skip)),
            "column 'features' must hold the same number of values in every row",
            "found 3 in row 11 and 1 other row, but 2 in 10 rows");
      }
    }
  }

  /** Rows of two features and as many labels as given. */
  private static Dataset<Row> labelled(int partitions, double[]... labels) {
    List<Row> rows = new ArrayList<>();
    for (double[] label : labels) {
      rows.add(RowFactory.create(Vectors.dense(rows.size(), 1), label, 1.0));
    }
    StructType schema =
        new StructType()
            .add("features", SQLDataTypes.VectorType())
            .add("label", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("weight", DataTypes.DoubleType);
    return Tables.of(schema, rows, partitions);
  }

  private static final TrainingSettings VALUES =
      new TrainingSettings(
          new NetworkSettings(List.of(), new InitialWeights.Drawn(Initializer.AUTO)),
          new SquaredLoss(),
          new ScheduledRate(LearningRateSchedule.CONSTANT, 0.1, 0, 1),
          SomeSettings.update(Solver.GD),
          new RunSettings(2, 64, 256, 0, 3),
          Validation.NONE,
          true);

  private static String errorOfValues(Dataset<Row> table, boolean skipInvalid) {
    InputColumns columns = Tables.columns(false, skipInvalid);
    return assertThrows(
            InputException.class,
            () -> Tables.fit(table, columns, VALUES, Execution.LOCAL, new ArrayList<>()))
        .getMessage();
  }

  @Test
  void labelsOfMixedSizesAreAnErrorWhereverTheyStand() {
    double[][] labels = {{1, 2, 3}, {4, 5, 6}, {7, 8}, {9, 10, 11}, {12, 13}};
    for (int partitions : new int[] {1, 4}) {
      for (boolean skip : new boolean[] {false, true}) {
        assertEquals(
            "column 'label' must hold the same number of values in every row: found 2 in row 3 and"
                + " 1 other row, but 3 in 3 rows",
            errorOfValues(labelled(partitions, labels), skip));
      }
    }
  }

  @Test
  void missingLabelsOfSeveralTargetsAreCounted() {
    for (int partitions : new int[] {1, 4}) {
      assertEquals(
          "column 'label' has nulls: found null in row 1 and 1 other row; handleInvalid=skip leaves"
              + " such rows out",
          errorOfValues(labelled(partitions, null, new double[] {1, 2}, null), false));
    }
    double[] bad = {1, Double.NaN};
    assertSays(
        errorOfValues(labelled(2, new double[] {1, 2}, bad), false),
        "found NaN at position 1 in row 2;");
    assertSays(errorOfValues(labelled(2, null, null), true), "none of the 2 rows can be used");
  }

  @Test
  void labelsMustBeClasses() {
    double[] labels = {1.5, -1, 1e300, Double.NaN, 1 << 24};
    for (double label : labels) {
      assertSays(
          error(Tables.tenRowsAnd(2, Tables.row(label, 1, 2), Tables.row(label, 1, 2))),
          "labels in column 'label' must be whole numbers 0, 1, 2, …",
          "found " + label + " in row 11 and 1 other row");
    }
    assertSays(error(Tables.tenRowsAnd(3, Tables.row(null, 1, 2))), "found null in row 11;");
  }

  @Test
  void labelsHoleAndSingleClass() {
    List<String> notes = new ArrayList<>();
    Tables.fit(Tables.tenRowsAnd(2, Tables.row(5.0, 1, 2)), Tables.columns(false, false), notes);
    assertTrue(notes.contains("3 of the 6 classes 0…5 have no rows"), notes::toString);
    List<Row> same = List.of(Tables.row(2.0, 1, 2), Tables.row(2.0, 3, 4));
    assertSays(error(Tables.of(Tables.SCHEMA, same, 1)), "column 'label' has one class only (2)");
  }

  @Test
  void noRowsAreAnError() {
    assertSays(error(Tables.of(Tables.SCHEMA, List.of(), 3)), "has no rows");
  }

  @Test
  void weightsAreAtLeastZero() {
    for (double weight : new double[] {-1, Double.NaN, 1e39}) {
      String error =
          error(
              Tables.tenRowsAnd(2, Tables.weighted(weight, 1, 2, 3)), Tables.columns(true, false));
      assertSays(error, "weights in column 'weight'", "found " + weight + " in row 11;");
    }
    String error =
        error(Tables.tenRowsAnd(2, Tables.weighted(null, 1, 2, 3)), Tables.columns(true, false));
    assertSays(error, "weights in column 'weight'", "found null in row 11;");
  }

  @Test
  void aRowOfWeightZeroIsAbsent() {
    // The second is 0 in float32, which is what the network sees.
    for (double weight : new double[] {0, 1e-60}) {
      Row absent = Tables.weighted(weight, 7, 1e6, -1e6);
      float[] with =
          Tables.fit(Tables.tenRowsAnd(3, absent), Tables.columns(true, false)).model().weights();
      float[] without =
          Tables.fit(Tables.tenRowsAnd(3), Tables.columns(true, false)).model().weights();
      assertArrayEquals(without, with, 0);
    }
    List<Row> all = List.of(Tables.weighted(0.0, 0, 1, 2), Tables.weighted(1e-60, 1, 3, 4));
    String error = error(Tables.of(Tables.SCHEMA, all, 1), Tables.columns(true, false));
    assertSays(error, "none of the 2 rows can be used");
  }

  @Test
  void skippingBadRowsEqualsTheirAbsence() {
    Row[] bad = {
      Tables.row(1.0, Double.NaN, 2),
      Tables.row(0.5, 1, 2),
      Tables.row(null, 1, 2),
      Tables.rowOf(null, 1.0),
      RowFactory.create(Vectors.dense(1, 2), 1.0, -3.0)
    };
    Dataset<Row> table = Tables.tenRowsAnd(4, bad);
    List<String> notes = new ArrayList<>();
    float[] skipped = Tables.fit(table, Tables.columns(true, true), notes).model().weights();
    float[] clean = Tables.fit(Tables.tenRowsAnd(1), Tables.columns(true, false)).model().weights();
    assertArrayEquals(clean, skipped, 0);
    assertEquals(5, notes.stream().filter(note -> note.startsWith("left out")).count());
  }

  @Test
  void oneRowOfEachClassIsEnough() {
    List<Row> two = List.of(Tables.row(0.0, 1, 2), Tables.row(1.0, 3, 4));
    for (int partitions : new int[] {20}) {
      Tables.fit(Tables.of(Tables.SCHEMA, two, partitions), Tables.columns(false, false));
    }
  }

  @Test
  void whatIsOddButWorksIsSaidOnce() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rows.add(i % 2 == 0 ? Tables.row(3.0, 1, 2) : Tables.row(3.0, i, -i));
    }
    Dataset<Row> table = Tables.of(Tables.SCHEMA, rows, 3);
    for (Execution execution : new Execution[] {Execution.LOCAL, Execution.CLUSTER}) {
      List<String> notes = new ArrayList<>();
      Tables.fit(table, Tables.columns(false, false), VALUES, execution, notes);
      String all = String.join("\n", notes);
      assertSays(
          all,
          "column 'label' is 3.0 in every row",
          "many rows are identical: the largest of 8 shards holds 1,6",
          "of 3,000 rows");
    }
  }
}
