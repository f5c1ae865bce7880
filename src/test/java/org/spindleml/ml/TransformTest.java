package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.Decisions;
import org.spindleml.model.Scorer;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;
import scala.reflect.ClassTag;

class TransformTest {
  private static final StructType VECTORS =
      new StructType().add("id", DataTypes.IntegerType).add("features", SQLDataTypes.VectorType());

  private static Dataset<Row> vectors(int rows, int width) {
    SplittableRandom random = new SplittableRandom(9);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] values = random.doubles(width, -5, 5).toArray();
      if (i % 3 == 0) {
        values[0] = 0;
      }
      Vector vector = Vectors.dense(values);
      table.add(RowFactory.create(i, i % 3 == 0 ? vector.toSparse() : vector));
    }
    return Tables.of(table, VECTORS);
  }

  private static void assertNear(double[] expected, double[] found) {
    assertEquals(expected.length, found.length);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], found[k], 1e-5 * (1 + Math.abs(expected[k])));
    }
  }

  @Test
  void blocksAgreeWithSingleRows() {
    for (String loss : List.of("softmaxCrossEntropy", "logistic")) {
      MlpClassificationModel model = Tables.classifier(4, loss.equals("logistic") ? 1 : 3, loss);
      Scorer scorer = new Scorer(model.network());
      Dataset<Row> scored = model.transform(vectors(700, 4).repartition(3));
      assertArrayEquals(
          new String[] {"id", "features", "rawPrediction", "probability", "prediction"},
          scored.columns());
      List<Row> rows = scored.collectAsList();
      assertEquals(700, rows.size());
      for (Row row : rows) {
        Vector features = row.getAs("features");
        Vector raw = row.getAs("rawPrediction");
        Vector probability = row.getAs("probability");
        assertNear(model.predictRaw(features).toArray(), raw.toArray());
        assertNear(model.predictProbability(features).toArray(), probability.toArray());
        assertEquals(probability.argmax(), row.<Double>getAs("prediction"));
        assertEquals(scorer.predict(features.toArray()), model.predict(features));
        assertArrayEquals(
            scorer.predictions(features.toArray()), model.predictProbability(features).toArray());
        assertArrayEquals(
            model.predictProbability(features).toArray(),
            model.raw2probability(model.predictRaw(features)).toArray());
      }
    }
  }

  @Test
  void regressionPredictsInTheLabelsUnits() {
    MlpRegressionModel model = Tables.regression(4);
    for (Row row : model.transform(vectors(300, 4)).collectAsList()) {
      double expected = model.predict(row.getAs("features"));
      assertEquals(expected, row.<Double>getAs("prediction"), 1e-5 * Math.abs(expected));
    }
  }

  @Test
  void logisticShowsBothLogits() {
    MlpClassificationModel model = Tables.classifier(2, 1, "logistic");
    assertEquals(2, model.numClasses());
    Vector raw = model.predictRaw(Vectors.dense(1, 2));
    assertEquals(-raw.apply(0), raw.apply(1));
  }

  @Test
  void anyFormOfFeaturesGivesTheSame() {
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      table.add(
          RowFactory.create(
              Vectors.dense(i, 2, -i),
              new double[] {i, 2, -i},
              new float[] {i, 2, -i},
              (double) i,
              (short) 2,
              -i,
              Vectors.dense(i, 2)));
    }
    StructType schema =
        new StructType()
            .add("vector", SQLDataTypes.VectorType())
            .add("doubles", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("floats", DataTypes.createArrayType(DataTypes.FloatType))
            .add("a", DataTypes.DoubleType)
            .add("b.c `d` e", DataTypes.ShortType)
            .add("c", DataTypes.IntegerType)
            .add("ab", SQLDataTypes.VectorType());
    Dataset<Row> data = Tables.of(table, schema);
    MlpRegressionModel model = Tables.regression(3);
    List<Double> expected = predictions(model.setFeaturesCol("vector").transform(data));
    assertEquals(expected, predictions(model.setFeaturesCol("doubles").transform(data)));
    assertEquals(expected, predictions(model.setFeaturesCol("floats").transform(data)));
    MlpRegressionModel several = Tables.regression(3).setFeaturesCols("a", "b.c `d` e", "c");
    assertEquals(expected, predictions(several.transform(data)));
    MlpRegressionModel mixed = Tables.regression(3).setFeaturesCols("ab", "c");
    assertEquals(expected, predictions(mixed.transform(data)));
    MlpRegressionModel arrays = Tables.regression(9).setFeaturesCols("vector", "doubles", "floats");
    assertEquals(20, predictions(arrays.transform(data)).size());
    MlpRegressionModel odd =
        Tables.regression(1).setFeaturesCol("b.c `d` e").setPredictionCol("odd.name `x`");
    assertEquals(20, odd.transform(data).select("`odd.name ``x```").distinct().count() * 20);
  }

  private static List<Double> predictions(Dataset<Row> scored) {
    return scored.collectAsList().stream().map(row -> row.<Double>getAs("prediction")).toList();
  }

  @Test
  void anyOutputsMayBeOff() {
    SharedNetwork named =
        new SharedNetwork(
            Tables.network(4, 3, "softmaxCrossEntropy").withClassNames(List.of("a", "b", "c")));
    Dataset<Row> data = vectors(5, 4).coalesce(1).cache();
    List<Row> all =
        without(0, new MlpClassificationModel("m", named)).transform(data).collectAsList();
    for (int off = 0; off < 16; off++) {
      MlpClassificationModel model = without(off, new MlpClassificationModel("m", named));
      List<String> expected = new ArrayList<>(List.of("id", "features"));
      for (int k = 0; k < 4; k++) {
        if ((off & 1 << k) == 0) {
          expected.add(List.of("rawPrediction", "probability", "prediction", "name").get(k));
        }
      }
      Dataset<Row> scored = model.transform(data);
      assertEquals(expected, List.of(scored.columns()));
      List<Row> rows = scored.collectAsList();
      for (int i = 0; i < 5; i++) {
        for (String column : expected) {
          assertEquals(all.get(i).<Object>getAs(column), rows.get(i).<Object>getAs(column));
        }
      }
    }
    data.unpersist();
  }

  /** Turns those outputs off whose bit is set. */
  private static MlpClassificationModel without(int off, MlpClassificationModel model) {
    return model
        .setRawPredictionCol((off & 1) == 0 ? "rawPrediction" : "")
        .setProbabilityCol((off & 2) == 0 ? "probability" : "")
        .setPredictionCol((off & 4) == 0 ? "prediction" : "")
        .setPredictedLabelCol((off & 8) == 0 ? "name" : "");
  }

  @Test
  void thresholdsDecideAsSparkSays() {
    MlpClassificationModel model = Tables.classifier(4, 3, "softmaxCrossEntropy");
    model.setThresholds(new double[] {0.2, 0.0, 0.9});
    for (Row row : model.transform(vectors(20, 4)).collectAsList()) {
      assertEquals(1.0, row.<Double>getAs("prediction"));
      assertEquals(1.0, model.predict(row.getAs("features")));
    }
    model.setThresholds(new double[] {0.1, 0.4, 0.9});
    for (Row row : model.transform(vectors(20, 4)).collectAsList()) {
      Vector p = row.getAs("probability");
      double[] scaled = {p.apply(0) / 0.1, p.apply(1) / 0.4, p.apply(2) / 0.9};
      assertEquals(Vectors.dense(scaled).argmax(), row.<Double>getAs("prediction"));
    }
    assertEquals(0, Decisions.ofClass(new double[] {1, 0}, new double[] {0.5, 0}));
    assertThrows(
        IllegalArgumentException.class, () -> model.setThresholds(new double[] {0.5, 0.5}));
  }

  @Test
  void schemaSaysWhatTransformGives() {
    MlpClassificationModel model = Tables.classifier(4, 3, "softmaxCrossEntropy");
    Dataset<Row> data = vectors(3, 4);
    StructType schema = model.transformSchema(data.schema());
    assertEquals(schema, model.transform(data).schema());
    assertEquals(3, AttributeGroup.fromStructField(schema.apply("probability")).size());
    assertEquals(
        schema.fieldNames().length,
        new MlpClassifier()
            .setFeaturesCol("features")
            .setLabelCol("id")
            .transformSchema(data.schema())
            .fieldNames()
            .length);
  }

  @Test
  void leavesOtherColumnsAlone() {
    MlpRegressionModel model = Tables.regression(4);
    Dataset<Row> data =
        vectors(3, 4)
            .selectExpr(
                "features",
                "id as `a.b`",
                "id as twice",
                "id as twice",
                "named_struct('x', array(id), 'y', map('k', 1.5D)) as nested",
                "cast(null as string) as nothing",
                "date'1500-01-01' as day",
                "timestamp'2020-01-01 00:00:00' as time",
                "cast(id as decimal(20, 3)) as money",
                "cast('x' as binary) as bytes");
    Dataset<Row> scored = model.transform(data);
    String[] twice = new String[11];
    Arrays.setAll(twice, i -> "c" + i);
    Dataset<Row> found = scored.toDF(twice).drop("c10");
    assertEquals(
        data.toDF(Arrays.copyOf(twice, 10)).selectExpr("string(struct(*))").collectAsList(),
        found.selectExpr("string(struct(*))").collectAsList());
  }

  @Test
  void arraysPassKryoWithRequiredRegistration() {
    SparkConf conf = new SparkConf().set("spark.kryo.registrationRequired", "true");
    SerializerInstance kryo = new KryoSerializer(conf).newInstance();
    ClassTag<double[]> doubles = ClassTag.apply(double[].class);
    double[] moments = {1, 2.5};
    assertArrayEquals(moments, kryo.deserialize(kryo.serialize(moments, doubles), doubles));
  }

  @Test
  void emptyAndTinyPartitions() {
    MlpClassificationModel model = Tables.classifier(4, 3, "softmaxCrossEntropy");
    assertEquals(3, model.transform(vectors(3, 4).repartition(17)).collectAsList().size());
    assertEquals(0, model.transform(vectors(3, 4).where("id > 10")).collectAsList().size());
    assertEquals(0, model.transform(vectors(0, 4)).collectAsList().size());
  }

  @Test
  void rowsThatCannotBeScored() {
    MlpClassificationModel model = Tables.classifier(3, 3, "softmaxCrossEntropy");
    assertRow(
        model,
        Vectors.dense(1, 2),
        "column 'features' must hold 3 numbers in every row (2 numbers)");
    assertRow(
        model,
        Vectors.dense(1, 2, 3, 4),
        "column 'features' must hold 3 numbers in every row (4 numbers)");
    assertRow(
        model,
        Vectors.dense(1, Double.NaN, 3),
        "column 'features' has values that are NaN, infinite or beyond float32 (NaN at position"
            + " 1)");
    MlpClassificationModel narrow = Tables.narrow();
    assertRow(
        narrow,
        Vectors.dense(1, 2, 1e30),
        "feature 2 is beyond float32 in units of the training data's deviation (1.0E30)");
    assertRow(model, null, "column 'features' has nulls (null)");
    Dataset<Row> gap = vectors(1, 3).selectExpr("array(1D, NULL, 3D) AS features");
    assertEquals(0, model.copy(ParamMap.empty()).setHandleInvalid("skip").transform(gap).count());
    Throwable error = assertThrows(Exception.class, () -> model.transform(gap).collectAsList());
    while (!(error instanceof InputException)) {
      error = error.getCause();
    }
    assertTrue(error.getMessage().contains("column 'features' has nulls (null at position 1);"));
  }

  private static void assertRow(MlpClassificationModel model, Vector bad, String expected) {
    List<Row> table =
        Arrays.asList(
            RowFactory.create(0, Vectors.dense(1, 2, 3)),
            RowFactory.create(1, bad),
            RowFactory.create(2, Vectors.dense(1, 2, 3)));
    Dataset<Row> data = Tables.of(table, VECTORS);
    Dataset<Row> scored = model.transform(data);
    Throwable error = assertThrows(Exception.class, scored::collectAsList);
    assertTrue(error instanceof SparkException || error instanceof InputException);
    while (!(error instanceof InputException)) {
      error = error.getCause();
    }
    assertEquals(
        "a row cannot be scored: " + expected + "; handleInvalid=skip leaves such rows out",
        error.getMessage());
    MlpClassificationModel skipping = model.copy(ParamMap.empty()).setHandleInvalid("skip");
    assertEquals(
        List.of(0, 2),
        skipping.transform(data).collectAsList().stream().map(row -> row.getInt(0)).toList());
  }

  @Test
  void schemaErrorsComeBeforeAnyRow() {
    MlpClassificationModel model = Tables.classifier(4, 3, "softmaxCrossEntropy");
    Dataset<Row> data = vectors(3, 4);
    assertFails(
        "there is no column 'nope'; the table has id, features",
        model.copy(ParamMap.empty()).setFeaturesCol("nope"),
        data);
    String nested =
        "; features are vectors, arrays of numbers, or columns of numbers (turn categories into"
            + " numbers with StringIndexer and OneHotEncoder)";
    assertFails(
        "column 'n' is of type array<array<int>>" + nested,
        model.copy(ParamMap.empty()).setFeaturesCol("n"),
        data.selectExpr("array(array(id)) AS n"));
    assertFails(
        "column 'n' is of type struct<x:int>" + nested,
        model.copy(ParamMap.empty()).setFeaturesCol("n"),
        data.selectExpr("named_struct('x', id) AS n"));
    assertFails(
        "the table already has a column 'prediction'; drop it, or give the output another name"
            + " (predictionCol, probabilityCol, rawPredictionCol)",
        model,
        data.withColumnRenamed("id", "prediction"));
    assertFails(
        "the model takes 4 features but the feature columns (id, id2) hold 2",
        model.copy(ParamMap.empty()).setFeaturesCols("id", "id2"),
        data.selectExpr("id", "id as id2"));
    Dataset<Row> assembled =
        new VectorAssembler()
            .setInputCols(new String[] {"id", "features"})
            .setOutputCol("assembled")
            .transform(
                new org.apache.spark.ml.feature.VectorSizeHint()
                    .setInputCol("features")
                    .setSize(4)
                    .transform(data));
    assertFails(
        "the model takes 4 features but the feature columns (assembled) hold 5",
        model.copy(ParamMap.empty()).setFeaturesCol("assembled"),
        assembled);
    assertFails(
        "featuresCol is f but featuresCols is a, b; set one of the two",
        model.copy(ParamMap.empty()).setFeaturesCol("f").setFeaturesCols("a", "b"),
        data);
  }

  private static void assertFails(String message, MlpClassificationModel model, Dataset<Row> data) {
    assertEquals(
        message, assertThrows(InputException.class, () -> model.transform(data)).getMessage());
  }

  @Test
  void copiesShareOneBroadcast() {
    MlpClassificationModel model = Tables.classifier(4, 3, "softmaxCrossEntropy");
    SharedNetwork shared = new SharedNetwork(model.network());
    assertEquals(
        shared.on(LocalSpark.session().sparkContext()),
        shared.on(LocalSpark.session().sparkContext()));
  }

  @Test
  void weightsByPlaceAndByName() {
    MlpClassificationModel model = Tables.classifier(4, 3, "softmaxCrossEntropy");
    assertEquals(4, model.numFeatures());
    assertEquals(
        List.of(
            "hidden1.weight",
            "hidden1.bias",
            "hidden2.weight",
            "hidden2.bias",
            "hidden2.slope",
            "output.weight",
            "output.bias"),
        List.copyOf(model.parameters().keySet()));
    Matrix first = model.parameters().get("hidden1.weight");
    assertEquals(7, first.numRows());
    assertEquals(4, first.numCols());
    double[] all = model.weights().toArray();
    assertEquals(model.network().weights().length, all.length);
    assertArrayEquals(
        Arrays.copyOf(all, 28), ((DenseMatrix) first).values(), "column by column, as Spark's");
    assertEquals(
        "MlpClassificationModel 4-7-5-3, 98 weights, loss softmaxCrossEntropy", model.toString());
  }
}
