package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.table.InputException;
import org.spindleml.train.TrainingListener;
import org.spindleml.train.TrainingResult;

/** The laws of row weights and class weights, from the table to the model. */
class RowWeightsTest {
  private static final double ROUNDING = 1e-5;

  /** All rows a step, so that copies of a row are in the same one. */
  private static MlpClassifier classifier() {
    return new MlpClassifier()
        .setHiddenLayers(4)
        .setActivation("tanh")
        .setSolver("gd")
        .setStepSize(0.5)
        .setMaxIter(20);
  }

  private static final StructType WEIGHTED = Tables.SCHEMA.add("w", DataTypes.DoubleType);

  /** Rows of classes 0, 1, 2, of weights 0, 1, 2; {@code copies} of each. */
  private static Dataset<Row> table(ToIntFunction<double[]> copies) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double label = i % 4 % 3;
      double weight = i % 3;
      for (int c = copies.applyAsInt(new double[] {label, weight}); c > 0; c--) {
        rows.add(
            RowFactory.create(label, Vectors.dense(Math.sin(i) + label, Math.cos(2 * i)), weight));
      }
    }
    return Tables.of(rows, WEIGHTED);
  }

  private static void assertNear(MlpClassificationModel expected, MlpClassificationModel found) {
    assertArrayEquals(expected.weights().toArray(), found.weights().toArray(), ROUNDING);
  }

  @Test
  void weightTwoIsTheRowTwiceAndWeightZeroNoRow() {
    MlpClassificationModel weighted = classifier().setWeightCol("w").fit(table(row -> 1));
    assertNear(classifier().fit(table(row -> (int) row[1])), weighted);
  }

  @Test
  void weightsOfOneAreNoWeights() {
    Dataset<Row> ones = table(row -> 1).withColumn("w", org.apache.spark.sql.functions.lit(1));
    assertEquals(
        classifier().fit(ones).weights(), classifier().setWeightCol("w").fit(ones).weights());
    assertEquals(
        classifier().fit(ones).weights(),
        classifier().setClassWeights(1, 1, 1).fit(ones).weights());
  }

  @Test
  void classWeightTwoIsItsRowsTwice() {
    // The scaling of features takes row weights alone: switched off, it cannot differ.
    MlpClassifier plain = classifier().setStandardize(false);
    MlpClassifier weighing = plain.copy(ParamMap.empty()).setClassWeights(1, 2, 3);
    Dataset<Row> copied = table(row -> (int) row[0] + 1);
    assertNear(plain.fit(copied), weighing.fit(table(row -> 1)));
    // The effective weight is the product.
    Dataset<Row> both = table(row -> (int) ((row[0] + 1) * row[1]));
    assertNear(plain.fit(both), weighing.setWeightCol("w").fit(table(row -> 1)));
  }

  @Test
  void balancedIsTheWeightsThatItStandsFor() {
    Dataset<Row> data = table(row -> 1);
    // Weighted counts: of 40 rows, 13 weigh 1 and 13 weigh 2.
    double[] counts = new double[3];
    for (Row row : data.collectAsList()) {
      counts[(int) row.getDouble(0)] += row.getDouble(2);
    }
    double sum = counts[0] + counts[1] + counts[2];
    double[] weights = new double[3];
    for (int c = 0; c < 3; c++) {
      weights[c] = sum / (3 * counts[c]);
    }
    MlpClassifier weighted = classifier().setWeightCol("w");
    assertEquals(
        weighted.copy(ParamMap.empty()).setClassWeights(weights).fit(data).weights(),
        weighted.copy(ParamMap.empty()).setClassWeights("balanced").fit(data).weights());
  }

  @Test
  void historyIsOfTheWeightedLoss() {
    Dataset<Row> data = table(row -> 1);
    double weighted = firstLoss(classifier().setClassWeights(1e-6, 1, 1e-6), data);
    double plain = firstLoss(classifier(), data);
    assertTrue(Math.abs(weighted - plain) > 1e-3, () -> weighted + " and " + plain);
    // Features scaled as those of all rows, only class 1 counts.
    Dataset<Row> heavy = data.selectExpr("label", "features", "if(label = 1, 1, 1e-6) as w");
    assertEquals(
        firstLoss(classifier().setStandardize(false).setWeightCol("w"), heavy),
        firstLoss(classifier().setStandardize(false).setClassWeights(1e-6, 1, 1e-6), data),
        1e-6);
  }

  private static double firstLoss(MlpClassifier classifier, Dataset<Row> data) {
    double[] first = new double[1];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void finished(TrainingResult result) {
            first[0] = result.lossHistory()[0];
          }
        };
    classifier.setTrainingListener(listener).setMaxIter(1).fit(data);
    return first[0];
  }

  @Test
  void classWeightsThatDoNotFit() {
    assertFails(
        "classWeights has 2 numbers but there are 3 classes",
        classifier().setClassWeights(1, 2),
        table(row -> 1));
    assertFails(
        "classWeights are for classes; loss multiLabelLogistic has none, use weightCol",
        classifier().setLoss("multiLabelLogistic").setClassWeights("balanced"),
        table(row -> row[0] == 2 ? 0 : 1));
    assertFails(
        "class 0 has the weight 1.0E38 and a row of weight 1000.0: their product is beyond float32",
        classifier().setWeightCol("w").setClassWeights(1e38, 1, 1),
        table(row -> 1).selectExpr("label", "features", "w * 1000 as w"));
  }

  private static void assertFails(String message, MlpClassifier classifier, Dataset<Row> data) {
    assertEquals(
        message, assertThrows(InputException.class, () -> classifier.fit(data)).getMessage());
  }

  @Test
  void classWeightsAreSaved(@TempDir Path directory) throws Exception {
    classifier().setClassWeights("balanced").save(directory.resolve("e").toString());
    MlpClassifier loaded = MlpClassifier.load(directory.resolve("e").toString());
    assertArrayEquals(new String[] {"balanced"}, loaded.getClassWeights());
    MlpClassificationModel model = loaded.setMaxIter(0).fit(table(row -> 1));
    model.save(directory.resolve("m").toString());
    assertArrayEquals(
        new String[] {"balanced"},
        MlpClassificationModel.load(directory.resolve("m").toString()).getClassWeights());
  }
}
