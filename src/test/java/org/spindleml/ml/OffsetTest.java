package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.model.Scorer;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;

/** Offsets against what generalised linear models have in closed form. */
class OffsetTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType())
          .add("o", DataTypes.DoubleType);

  /** A linear model, trained on all rows a step. */
  private static MlpRegressor linear(String loss) {
    return new MlpRegressor()
        .setLoss(loss)
        .setHiddenLayers()
        .setSolver("gd")
        .setLearningRateSchedule("constant")
        .setWarmupFraction(0)
        .setStepSize(0.1)
        .setMaxIter(400)
        .setTol(0);
  }

  private static double predict(Dataset<Row> scored, int row) {
    return scored.collectAsList().get(row).getAs("prediction");
  }

  /** Counts of two groups, over exposures that differ by a factor of twenty. */
  private static Dataset<Row> counts() {
    double[][] groups = {{3, 2, 0}, {1, 5, 0}, {9, 10, 0}, {40, 10, 1}, {7, 0.5, 1}, {0, 1, 1}};
    List<Row> rows = new ArrayList<>();
    for (double[] row : groups) {
      rows.add(RowFactory.create(row[0], Vectors.dense(row[2]), Math.log(row[1])));
    }
    return Tables.of(rows, SCHEMA);
  }

  @Test
  void poissonWithLogExposureFindsTheRatesInClosedForm() {
    for (boolean standardize : new boolean[] {true, false}) {
      MlpRegressionModel model =
          linear("poisson").setOffsetCol("o").setStandardize(standardize).fit(counts());
      // Counts by exposure: 13 / 17 of the one group, 47 / 11.5 of the other.
      assertEquals(13 / 17.0, model.predict(Vectors.dense(0)), 1e-4, "standardize " + standardize);
      assertEquals(47 / 11.5, model.predict(Vectors.dense(1)), 1e-3);
      Dataset<Row> scored = model.transform(counts());
      assertEquals(10 * 13 / 17.0, predict(scored, 2), 1e-3);
      assertEquals(0.5 * 47 / 11.5, predict(scored, 4), 1e-3);
    }
  }

  @Test
  void logisticWithTheSameOffsetForAllMovesTheInterceptAlone() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double x = 2 * random.nextDouble() - 1;
      double label = random.nextDouble() < 1 / (1 + Math.exp(-1 - 2 * x)) ? 1 : 0;
      rows.add(RowFactory.create(label, Vectors.dense(x), 1.5));
    }
    Dataset<Row> data = Tables.of(rows, SCHEMA);
    MlpClassifier classifier =
        new MlpClassifier()
            .setLoss("logistic")
            .setHiddenLayers()
            .setSolver("gd")
            .setLearningRateSchedule("constant")
            .setStepSize(1)
            .setMaxIter(400)
            .setTol(0);
    MlpClassificationModel plain = classifier.fit(data);
    MlpClassificationModel with = classifier.copy(ParamMap.empty()).setOffsetCol("o").fit(data);
    double[] expected = plain.weights().toArray();
    double[] found = with.weights().toArray();
    assertEquals(expected[0], found[0], 1e-4);
    assertEquals(expected[1] - 1.5, found[1], 1e-4);
    List<Row> one = plain.transform(data).collectAsList();
    List<Row> other = with.transform(data).collectAsList();
    for (int i = 0; i < one.size(); i++) {
      Vector p = one.get(i).getAs("probability");
      Vector q = other.get(i).getAs("probability");
      assertEquals(p.apply(1), q.apply(1), 1e-4);
    }
    // A row by itself has the offset 0.
    Vector x = Vectors.dense(0.25);
    double logit = found[0] * scaled(with, 0.25) + found[1];
    assertEquals(logit, with.predictRaw(x).apply(1), 1e-5);
  }

  private static double scaled(MlpClassificationModel model, double x) {
    return model.network().encoder().inputs().encode(0, x);
  }

  /** y = 500 + 3 x + offset: what is left for the network is a line. */
  private static Dataset<Row> shifted(double slope) {
    SplittableRandom random = new SplittableRandom(6);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double x = i / 10.0;
      double offset = 1000 * random.nextDouble();
      rows.add(RowFactory.create(500 + slope * x + offset, Vectors.dense(x), offset));
    }
    return Tables.of(rows, SCHEMA);
  }

  @Test
  void offsetsOfValuesAreInTheLabelsUnits() {
    for (String loss : List.of("squared", "huber", "quantile")) {
      for (boolean standardize : new boolean[] {true, false}) {
        if (!standardize && !loss.equals("squared")) {
          continue;
        }
        MlpRegressor regressor = linear(loss).setOffsetCol("o").setStandardize(standardize);
        if (!standardize) {
          regressor.setStepSize(0.05).setMaxIter(3000);
        }
        if (loss.equals("quantile")) {
          regressor.setStepSize(0.02).setMaxIter(1500);
        }
        MlpRegressionModel model = regressor.fit(shifted(3));
        double tolerance = loss.equals("quantile") ? 0.5 : 0.02;
        assertEquals(509, model.predict(Vectors.dense(3)), tolerance, loss + standardize);
        Row row = model.transform(shifted(3)).collectAsList().get(20);
        assertEquals(row.getDouble(0), row.<Double>getAs("prediction"), tolerance, loss);
        assertEquals(
            row.<Double>getAs("prediction"),
            new Scorer(model.network())
                .predict(row.<Vector>getAs("features").toArray(), row.getDouble(2)),
            1e-3);
      }
    }
  }

  @Test
  void labelsThatTheirOffsetsExplainWhollyArePredicted() {
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    Dataset<Row> constant =
        shifted(0).selectExpr("1024 + int(o) as label", "features", "double(int(o)) as o");
    MlpRegressor regressor = linear("squared").setOffsetCol("o").setTrainingListener(listener);
    MlpRegressionModel exact = regressor.fit(constant);
    assertEquals(1024, exact.predict(Vectors.dense(3)), 1e-4);
    assertEquals("column 'label' less column 'o' is 1024.0 in every row", notes.get(0));
    MlpRegressionModel model = regressor.fit(shifted(0));
    for (Row row : model.transform(shifted(0)).collectAsList()) {
      assertEquals(row.getDouble(0), row.<Double>getAs("prediction"), 1e-3);
    }
  }

  @Test
  void offsetsOfZeroAreNoOffsets() {
    Dataset<Row> data = Tables.hills(300).withColumn("o", org.apache.spark.sql.functions.lit(0));
    MlpRegressor regressor = new MlpRegressor().setHiddenLayers(8).setMaxIter(3);
    MlpRegressionModel without = regressor.fit(data);
    MlpRegressionModel with = regressor.copy(ParamMap.empty()).setOffsetCol("o").fit(data);
    assertEquals(without.weights(), with.weights());
    assertEquals(without.transform(data).collectAsList(), with.transform(data).collectAsList());
  }

  @Test
  void modelsAreSavedWithTheNameOfTheirOffset(@TempDir Path directory) throws Exception {
    MlpRegressionModel model = linear("poisson").setMaxIter(5).setOffsetCol("o").fit(counts());
    model.save(directory.resolve("m").toString());
    MlpRegressionModel loaded = MlpRegressionModel.load(directory.resolve("m").toString());
    assertEquals(
        model.transform(counts()).collectAsList(), loaded.transform(counts()).collectAsList());
    assertEquals(
        "there is no column 'o'; the table has label, features; set offsetCol to '' to predict"
            + " without offsets",
        assertThrows(
                InputException.class, () -> loaded.transformSchema(counts().drop("o").schema()))
            .getMessage());
    double alone = loaded.predict(Vectors.dense(1));
    double without = predict(loaded.setOffsetCol("").transform(counts().drop("o")), 5);
    assertEquals(alone, without, 1e-5 * alone);
  }

  @Test
  void offsetsNeedOneLogit() {
    MlpClassifier softmax = new MlpClassifier().setOffsetCol("o");
    String expected =
        "offsetCol 'o' is added to the one logit of a row but loss softmaxCrossEntropy has one for"
            + " each class; use loss logistic, which tells two classes apart";
    assertEquals(
        expected,
        assertThrows(InputException.class, () -> softmax.transformSchema(SCHEMA)).getMessage());
    assertEquals(
        expected, assertThrows(InputException.class, () -> softmax.fit(counts())).getMessage());
    assertEquals(
        "column 'features' is of type vector; the offset must be a number (StringIndexer makes"
            + " class numbers of strings)",
        assertThrows(
                InputException.class,
                () -> new MlpRegressor().setOffsetCol("features").fit(counts()))
            .getMessage());
  }

  @Test
  void impossibleOffsetsAreCountedAndPlaced() {
    for (Double bad : Arrays.asList(null, Double.NaN, Double.NEGATIVE_INFINITY, 1e39)) {
      Dataset<Row> data = with(bad);
      assertEquals(
          "offsets in column 'o' must be finite numbers: found "
              + bad
              + " in row 7 and 1 other row; handleInvalid=skip leaves such rows out",
          refusal(linear("squared").setOffsetCol("o"), data));
    }
    assertEquals(
        "offsets in column 'o' must be numbers from -30 to 30 for loss poisson, whose predictions"
            + " are multiplied by e to the power of them: found 365.0 in row 7 and 1 other row;"
            + " handleInvalid=skip leaves such rows out",
        refusal(linear("poisson").setOffsetCol("o"), with(365.0)));
    MlpRegressor skipping =
        linear("poisson").setMaxIter(5).setOffsetCol("o").setHandleInvalid("skip");
    MlpRegressionModel model = skipping.fit(with(365.0));
    assertEquals(skipping.fit(counts()).weights(), model.weights());
    assertEquals(6, model.transform(with(365.0)).count());
    Exception error =
        assertThrows(
            Exception.class,
            () -> model.setHandleInvalid("error").transform(with(null)).collectAsList());
    assertTrue(error.toString().contains("offsets in column 'o' must be"), error::toString);
  }

  @Test
  void offsetsBeyondFloat32OfTheLabelsUnitsCannotBeScored() {
    Dataset<Row> tiny = counts().selectExpr("label * 1e-10 as label", "features", "0D as o");
    MlpRegressionModel model = linear("squared").setMaxIter(1).setOffsetCol("o").fit(tiny);
    Dataset<Row> scored = model.transform(with(1e38));
    Exception error = assertThrows(Exception.class, scored::collectAsList);
    assertTrue(
        error
            .toString()
            .contains(
                "the offset is beyond float32 in units of the training labels' deviation (1.0E38)"),
        error::toString);
  }

  private static Dataset<Row> with(Double bad) {
    Row row = RowFactory.create(1.0, Vectors.dense(0), bad);
    return counts().union(Tables.of(List.of(row, row), SCHEMA)).coalesce(1);
  }

  private static String refusal(MlpRegressor regressor, Dataset<Row> data) {
    return assertThrows(InputException.class, () -> regressor.fit(data)).getMessage();
  }
}
