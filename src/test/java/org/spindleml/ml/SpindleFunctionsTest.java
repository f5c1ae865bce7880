package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.spindleml.model.Scorer;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;

/** Models called from the text of queries. */
class SpindleFunctionsTest {
  private static SparkSession spark;

  /** A view of 40 points, in every form of features. */
  @BeforeAll
  static void points() {
    spark = LocalSpark.session();
    SplittableRandom random = new SplittableRandom(6);
    List<Row> rows =
        IntStream.range(0, 40)
            .mapToObj(
                i -> {
                  double x = random.nextDouble(-3, 3);
                  double y = i % 4 == 0 ? 0 : random.nextDouble(-3, 3);
                  Vector point = Vectors.dense(x, y);
                  return RowFactory.create(
                      i, x, y, i % 2 == 0 ? point.toSparse() : point, new float[] {(float) x, 1});
                })
            .toList();
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("x", DataTypes.DoubleType)
            .add("y", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType())
            .add("floats", DataTypes.createArrayType(DataTypes.FloatType));
    Tables.of(rows, schema).repartition(3).createOrReplaceTempView("points");
  }

  private static Row first(String query) {
    return spark.sql(query).first();
  }

  private static String refusal(String query) {
    return assertThrows(InputException.class, () -> spark.sql(query)).getMessage();
  }

  private static String failure(String query) {
    Throwable error = assertThrows(Exception.class, () -> spark.sql(query).collectAsList());
    while (!(error instanceof InputException)) {
      error = error.getCause();
    }
    return error.getMessage();
  }

  @Test
  void aRegressionIsANumberWithTheBitsOfPredict() {
    MlpRegressionModel model = Tables.regression(2);
    SpindleFunctions.register(spark, "height", model);
    for (String arguments : List.of("features", "x, y", "array(x, y)", "x, array(y)")) {
      for (boolean generated : new boolean[] {true, false}) {
        spark.conf().set("spark.sql.codegen.wholeStage", generated);
        spark
            .conf()
            .set("spark.sql.codegen.factoryMode", generated ? "CODEGEN_ONLY" : "NO_CODEGEN");
        try {
          List<Row> rows =
              spark
                  .sql("SELECT features, height(" + arguments + ") AS h FROM points")
                  .collectAsList();
          assertEquals(40, rows.size());
          for (Row row : rows) {
            assertEquals(model.predict(row.getAs("features")), row.<Double>getAs("h"), arguments);
          }
        } finally {
          spark.conf().unset("spark.sql.codegen.wholeStage");
          spark.conf().unset("spark.sql.codegen.factoryMode");
        }
      }
    }
    Dataset<Row> points = spark.table("points");
    Column called = functions.callUDF("height", points.col("x"), points.col("y"));
    assertEquals(
        spark.sql("SELECT height(x, y) FROM points ORDER BY id").collectAsList(),
        points.orderBy("id").select(called).collectAsList());
    assertEquals(model.predict(Vectors.dense(1, -2)), first("SELECT height(1, -2.0)").getDouble(0));
    long above = spark.sql("SELECT * FROM points WHERE height(features) > 100").count();
    assertEquals(above, model.transform(points).filter("prediction > 100").count());
    assertTrue(above > 0 && above < 40);
  }

  @Test
  void aClassifierIsAStructOfWhatTransformAppends() {
    MlpClassificationModel model = named();
    model.setThresholds(new double[] {0.2, 0.5, 0.3});
    SpindleFunctions.register(spark, "tell", model);
    Dataset<Row> told = spark.sql("SELECT features, t.* FROM (SELECT *, tell(x, y) t FROM points)");
    assertEquals(
        "struct<features:vector,rawPrediction:array<double>,probability:array<double>,"
            + "prediction:double,name:string>",
        told.schema().simpleString().replaceAll("struct<type:.*?>>,raw", "vector,raw"));
    for (Row row : told.collectAsList()) {
      Vector features = row.getAs("features");
      assertEquals(model.predict(features), row.<Double>getAs("prediction"));
      assertEquals(doubles(model.predictProbability(features)), row.getList(2));
      assertEquals(doubles(model.predictRaw(features)), row.getList(1));
      assertEquals(
          List.of("low", "middle", "high").get((int) model.predict(features)), row.getAs("name"));
    }
    // One output: its value. And what is set later changes nothing.
    model.setRawPredictionCol("").setProbabilityCol("").setPredictionCol("");
    assertEquals(4, first("SELECT tell(features) FROM points").getStruct(0).size());
    SpindleFunctions.register(spark, "tell", model);
    assertEquals(
        model
            .transform(spark.table("points"))
            .groupBy("name")
            .count()
            .orderBy("name")
            .collectAsList(),
        spark
            .sql("SELECT tell(features) AS name, count(*) FROM points GROUP BY 1 ORDER BY 1")
            .collectAsList());
    model.setPredictedLabelCol("");
    assertEquals(
        "function tell would have no result: the model's output columns have no name",
        assertThrows(InputException.class, () -> SpindleFunctions.register(spark, "tell", model))
            .getMessage());
  }

  private static MlpClassificationModel named() {
    MlpClassificationModel unnamed = Tables.classifier(2, 3, "softmaxCrossEntropy");
    List<String> names = List.of("low", "middle", "high");
    return new MlpClassificationModel(
            "named", new SharedNetwork(unnamed.network().withClassNames(names)))
        .setPredictedLabelCol("name");
  }

  private static List<Double> doubles(Vector vector) {
    return Arrays.stream(vector.toArray()).boxed().toList();
  }

  @Test
  void rowsThatCannotBeScored() {
    MlpRegressionModel model = Tables.regression(2);
    SpindleFunctions.register(spark, "height", model);
    SpindleFunctions.register(
        spark, "height_or_null", Tables.regression(2).setHandleInvalid("skip"));
    for (boolean ansi : new boolean[] {true, false}) {
      spark.conf().set("spark.sql.ansi.enabled", ansi);
      try {
        bad("x, CAST(NULL AS DOUBLE)", "column 'CAST(NULL AS DOUBLE)' has nulls (null)");
        bad(
            "x, double('NaN')",
            "column 'CAST('NaN' AS DOUBLE)' has values that are NaN, infinite or beyond float32"
                + " (NaN)");
        bad("array(x, NULL)", " has nulls (null at position 1)");
        bad("IF(id < 0, features, NULL)", "has nulls (null)");
        bad("array(x, y, x)", "must hold 2 numbers in every row (3 numbers)");
      } finally {
        spark.conf().unset("spark.sql.ansi.enabled");
      }
    }
    assertEquals(
        "function height takes the features, found 0 arguments", refusal("SELECT height()"));
    assertEquals(
        "the model takes 2 features but the feature columns (x, x (argument 2), y) hold 3",
        refusal("SELECT height(x, x, y) FROM points"));
    assertTrue(
        refusal("SELECT height('a', 1)")
            .startsWith("column ''a'' is of type string; features are vectors, arrays of numbers"));
    assertTrue(
        refusal("SELECT height(array(array(1D, 2D)))").contains("is of type array<array<double>>"));
  }

  private static void bad(String arguments, String problem) {
    String message = failure("SELECT height(" + arguments + ") FROM points");
    assertTrue(message.startsWith("a row cannot be scored: column '"), message);
    assertTrue(message.contains(problem), message);
    assertTrue(message.endsWith("; handleInvalid=skip gives NULL for such rows"), message);
    Dataset<Row> skipped =
        spark.sql("SELECT id, height_or_null(" + arguments + "), height_or_null(x, y) FROM points");
    for (Row row : skipped.collectAsList()) {
      assertNull(row.get(1));
      assertTrue(!row.isNullAt(2));
    }
  }

  @Test
  void theOffsetIsTheLastArgument() {
    MlpRegressionModel model = Tables.regression(2).setOffsetCol("any");
    SpindleFunctions.register(spark, "shifted", model);
    Scorer scorer = new Scorer(model.network());
    double[] point = {1, -2};
    for (String arguments : List.of("1D, -2D, 30", "array(1, -2), 30")) {
      assertEquals(
          scorer.predict(point, 30), first("SELECT shifted(" + arguments + ")").getDouble(0));
    }
    assertEquals(
        "function shifted takes the features and, last, the offset, found 1 argument",
        refusal("SELECT shifted(features) FROM points"));
    assertTrue(
        failure("SELECT shifted(x, y, double('Infinity')) FROM points")
            .contains("offsets in column 'CAST('Infinity' AS DOUBLE)' must be finite numbers"));
  }

  @Test
  void aThirtyColumnModelAndAViewOnIt() {
    String[] columns =
        IntStream.range(0, 30).mapToObj(i -> "sin(x * " + (i + 1) + ")").toArray(String[]::new);
    MlpRegressionModel model = Tables.regression(30);
    SpindleFunctions.register(spark, "wide", model);
    String arguments = String.join(", ", columns);
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW scored AS SELECT id, wide("
            + arguments
            + ") AS p FROM points");
    Dataset<Row> assembled =
        spark.table("points").selectExpr("id", "array(" + arguments + ") features");
    assertEquals(
        assembled.orderBy("id").collectAsList().stream()
            .map(
                row ->
                    model.predict(
                        Vectors.dense(
                            row.<Double>getList(1).stream().mapToDouble(v -> v).toArray())))
            .toList(),
        spark.sql("SELECT p FROM scored ORDER BY id").collectAsList().stream()
            .map(row -> row.getDouble(0))
            .toList());
    spark.sql("DROP TEMPORARY FUNCTION wide");
    assertThrows(Exception.class, () -> spark.sql("SELECT wide(" + arguments + ") FROM points"));
  }
}
