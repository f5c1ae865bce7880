package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/** Tables that cannot be trained on, for both estimators and every form of features. */
class BadTablesTest {
  private static final double[][] GOOD = {{0, 1}, {1, 0}, {2, 5}, {3, -1}};

  /** The forms in which a table can hold the features of a row. */
  private enum Form {
    DENSE(SQLDataTypes.VectorType()),
    SPARSE(SQLDataTypes.VectorType()),
    DOUBLES(DataTypes.createArrayType(DataTypes.DoubleType)),
    FLOATS(DataTypes.createArrayType(DataTypes.FloatType)),
    COLUMNS(DataTypes.DoubleType);

    private final DataType type;

    Form(DataType type) {
      this.type = type;
    }

    String[] columns() {
      return this == COLUMNS ? new String[] {"a", "b"} : new String[] {"features"};
    }

    /** The column that the second feature is in. */
    String last() {
      return columns()[columns().length - 1];
    }

    StructType schema() {
      StructType schema = new StructType().add("label", DataTypes.DoubleType);
      for (String column : columns()) {
        schema = schema.add(column, type);
      }
      return schema;
    }

    Row row(Double label, double... features) {
      List<Object> cells = new ArrayList<>();
      cells.add(label);
      switch (this) {
        case DENSE -> cells.add(Vectors.dense(features));
        case SPARSE -> {
          int[] all = {0, 1, 2};
          cells.add(Vectors.sparse(features.length, Arrays.copyOf(all, features.length), features));
        }
        case DOUBLES -> cells.add(features);
        case FLOATS -> {
          float[] floats = new float[features.length];
          for (int j = 0; j < floats.length; j++) {
            floats[j] = (float) features[j];
          }
          cells.add(floats);
        }
        case COLUMNS -> Arrays.stream(features).forEach(cells::add);
      }
      return RowFactory.create(cells.toArray());
    }

    /** Four good rows of both labels, then others. */
    Dataset<Row> table(Row... more) {
      List<Row> rows = new ArrayList<>();
      for (double[] features : GOOD) {
        rows.add(row((double) (rows.size() % 2), features));
      }
      rows.addAll(Arrays.asList(more));
      return Tables.of(rows, schema());
    }
  }

  /** An estimator of classes or of values. */
  private enum Kind {
    CLASSIFIER,
    REGRESSOR;

    Vector fit(Dataset<Row> table, boolean skip, TrainingListener listener, String... columns) {
      String invalid = skip ? "skip" : "error";
      return this == CLASSIFIER
          ? new MlpClassifier()
              .setFeaturesCols(columns)
              .setHiddenLayers(3)
              .setMaxIter(2)
              .setHandleInvalid(invalid)
              .setTrainingListener(listener)
              .fit(table)
              .weights()
          : new MlpRegressor()
              .setFeaturesCols(columns)
              .setHiddenLayers(3)
              .setMaxIter(2)
              .setHandleInvalid(invalid)
              .setTrainingListener(listener)
              .fit(table)
              .weights();
    }

    String error(Dataset<Row> table, boolean skip, String... columns) {
      return assertThrows(
              InputException.class, () -> fit(table, skip, TrainingListener.NONE, columns))
          .getMessage();
    }
  }

  /** A kind of estimator and a form of its features. */
  private record Case(Kind kind, Form form) {
    String error(Row... more) {
      return kind.error(form.table(more), false, form.columns());
    }

    Vector fit(boolean skip, List<String> notes, Row... more) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void note(String line) {
              notes.add(line);
            }
          };
      return kind.fit(form.table(more), skip, listener, form.columns());
    }

    /** Rows of this form, which are all wrong in the same way, are counted, placed and skipped. */
    void assertBad(String fault, String found, Row... bad) {
      String others =
          bad.length == 1
              ? ""
              : " and " + (bad.length - 1) + " other row" + (bad.length == 2 ? "" : "s");
      String what = fault + ": found " + found + " in row 5" + others;
      assertEquals(what + "; handleInvalid=skip leaves such rows out", error(bad));
      List<String> notes = new ArrayList<>();
      assertEquals(fit(false, new ArrayList<>()), fit(true, notes, bad));
      assertEquals(1, notes.stream().filter(("left out: " + what)::equals).count(), () -> what);
    }
  }

  static Stream<Case> cases() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> Arrays.stream(Form.values()).map(form -> new Case(kind, form)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void featuresThatAreNotFinite(Case of) {
    Form form = of.form;
    String fault =
        "column '" + form.last() + "' has values that are NaN, infinite or beyond float32";
    String where = form == Form.COLUMNS ? "" : " at position 1";
    of.assertBad(fault, "NaN" + where, form.row(1.0, 0, Double.NaN), form.row(0.0, 1, 1e39));
    double[] others = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e39};
    for (double value : others) {
      double found = form == Form.FLOATS ? (float) value : value;
      assertEquals(
          fault + ": found " + found + where + " in row 5; handleInvalid=skip leaves such rows out",
          of.error(form.row(1.0, 0, value)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nulls(Case of) {
    Form form = of.form;
    Row noFeatures = RowFactory.create(new Object[form.schema().length()]);
    of.assertBad("column '" + form.columns()[0] + "' has nulls", "null", noFeatures, noFeatures);
    of.assertBad("column 'label' has nulls", "null", form.row(null, 1, 2));
    if (form.type instanceof ArrayType) {
      Row noElement = RowFactory.create(1.0, Arrays.asList(null, null));
      of.assertBad("column 'features' has nulls", "null at position 0", noElement);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sizesThatDiffer(Case of) {
    if (of.form != Form.COLUMNS) {
      for (double[] other : new double[][] {{1}, {1, 2, 3}}) {
        Row row = of.form.row(1.0, other);
        assertEquals(
            "column 'features' must hold the same number of values in every row: found "
                + other.length
                + " in row 5 and 1 other row, but 2 in 4 rows",
            of.error(row, row));
      }
    }
  }

  @Test
  void columnsOfOtherTypes() {
    Dataset<Row> table =
        Form.DENSE
            .table()
            .selectExpr(
                "*",
                "'a' text",
                "array('a') texts",
                "array(array(1D)) nested",
                "named_struct('x', 1D) struct",
                "map('x', 1D) map",
                "current_date() day");
    for (Kind kind : Kind.values()) {
      assertTrue(
          kind.error(table, false, "feature")
              .startsWith("there is no column 'feature'; did you mean 'features'? The table has"));
      for (String column : List.of("text", "texts", "nested", "struct", "map", "day")) {
        assertEquals(
            "column '"
                + column
                + "' is of type "
                + table.schema().apply(column).dataType().simpleString()
                + "; features are vectors, arrays of numbers, or columns of numbers (turn"
                + " categories into numbers with StringIndexer and OneHotEncoder)",
            kind.error(table, false, "features", column));
      }
    }
  }

  @Test
  void labelsThatAreNoClasses() {
    Case of = new Case(Kind.CLASSIFIER, Form.DENSE);
    for (double label : new double[] {1.5, -1, 1e300, Double.NaN, Double.POSITIVE_INFINITY}) {
      Row row = Form.DENSE.row(label, 1, 2);
      of.assertBad(
          "labels in column 'label' must be whole numbers 0, 1, 2, …", label + "", row, row, row);
    }
    Dataset<Row> table = Form.DENSE.table(Form.DENSE.row(2.0, 1, 2));
    assertEquals(
        "labels in column 'label' must be whole numbers 0…1: found 2.0 in row 5;"
            + " handleInvalid=skip leaves such rows out",
        assertThrows(InputException.class, () -> new MlpClassifier().setLayers(2, 3, 2).fit(table))
            .getMessage());
  }

  @Test
  void labelsThatAreNoValues() {
    Case of = new Case(Kind.REGRESSOR, Form.DENSE);
    for (double label : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e39}) {
      of.assertBad(
          "labels in column 'label' must be finite numbers for loss squared",
          label + "",
          Form.DENSE.row(label, 1, 2));
    }
    Dataset<Row> strings = Form.DENSE.table().selectExpr("features", "string(label) label");
    assertEquals(
        "column 'label' is of type string; the label must be a number, or a vector or array of"
            + " numbers (StringIndexer makes class numbers of strings)",
        Kind.REGRESSOR.error(strings, false, "features"));
  }

  @Test
  void oneClassOnly() {
    Dataset<Row> same = Form.DENSE.table().where("label = 1");
    assertEquals(
        "column 'label' has one class only (1); there is nothing to tell apart",
        Kind.CLASSIFIER.error(same, false, "features"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noRows(Case of) {
    Form form = of.form;
    Dataset<Row> none = form.table().limit(0);
    assertEquals("the table to train on has no rows", of.kind.error(none, false, form.columns()));
    Dataset<Row> bad =
        form.table()
            .selectExpr("*")
            .withColumn("label", org.apache.spark.sql.functions.lit(null).cast("double"));
    assertEquals(
        "none of the 4 rows can be used: all are invalid or of weight 0",
        of.kind.error(bad, true, form.columns()));
  }

  @Test
  void fewRows() {
    Dataset<Row> one = Form.DENSE.table().limit(1);
    List<String> notes = new ArrayList<>();
    assertEquals(
        3 * 2 + 3 + 3 + 1,
        Kind.REGRESSOR.fit(one, false, TrainingListener.NONE, "features").size());
    // Four rows are fewer than a batch of 256; of batches of three, the last has one row.
    for (Kind kind : Kind.values()) {
      new Case(kind, Form.DENSE).fit(false, notes);
    }
    double[] losses = new double[1];
    new MlpRegressor()
        .setBatchSize(3)
        .setMaxIter(1)
        .setTrainingListener(
            new TrainingListener() {
              @Override
              public void finished(org.spindleml.train.TrainingResult result) {
                losses[0] = result.steps();
              }
            })
        .fit(Form.DENSE.table());
    assertEquals(2, losses[0]);
  }
}
