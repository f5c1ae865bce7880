package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.table.InputException;

/** Strings in, strings out; and what the label's attributes say. */
class ClassNamesTest {
  private static MlpClassifier small() {
    return new MlpClassifier()
        .setHiddenLayers(8)
        .setStepSize(0.05)
        .setMaxIter(30)
        .setBatchSize(32)
        .setPredictedLabelCol("class");
  }

  /** Labels "in" and "out", of which more rows have the latter; the table's own numbers. */
  private static Dataset<Row> named() {
    return Tables.diamond(200)
        .selectExpr("features", "if(label = 1, 'in', 'out') as `the label`", "1 - label as number");
  }

  private static List<String> names(StructType schema) {
    NominalAttribute attribute =
        (NominalAttribute) Attribute.fromStructField(schema.apply("prediction"));
    return List.of(attribute.values().get());
  }

  @Test
  void stringsInAndOut(@TempDir Path directory) throws Exception {
    Dataset<Row> data = named();
    MlpClassifier classifier = small().setLabelCol("the label");
    assertEquals(
        List.of("rawPrediction", "probability", "prediction", "class"),
        List.of(classifier.transformSchema(data.schema()).fieldNames()).subList(3, 7));
    MlpClassificationModel model = classifier.fit(data);
    assertEquals(List.of("in", "out"), model.network().classNames());
    assertEquals(
        model.weights(),
        classifier
            .copy(ParamMap.empty())
            .setLabelCol("number")
            .setPredictedLabelCol("")
            .fit(data)
            .weights(),
        "strings are numbered in alphabetical order");
    Dataset<Row> scored = model.transform(data);
    assertEquals(model.transformSchema(data.schema()), scored.schema());
    assertEquals(List.of("in", "out"), names(scored.schema()));
    assertTrue(scored.filter("class = `the label`").count() > 160);
    assertEquals(0, scored.filter("class != if(prediction = 0, 'in', 'out')").count());

    String path = directory.resolve("m").toString();
    model.save(path);
    MlpClassificationModel loaded = MlpClassificationModel.load(path);
    assertEquals(List.of("in", "out"), loaded.network().classNames());
    Dataset<Row> alone = loaded.setProbabilityCol("").setRawPredictionCol("").transform(data);
    assertEquals(scored.select("class").collectAsList(), alone.select("class").collectAsList());
    assertEquals(
        scored.select("class").collectAsList(),
        loaded.setPredictionCol("").transform(data).select("class").collectAsList());
  }

  @Test
  void attributesNameClassesAndCountThem() {
    Dataset<Row> strings = named().selectExpr("features", "`the label` as label");
    Dataset<Row> indexed =
        new StringIndexer()
            .setInputCol("label")
            .setOutputCol("index")
            .setHandleInvalid("keep")
            .fit(strings)
            .transform(strings);
    MlpClassificationModel model = small().setMaxIter(1).setLabelCol("index").fit(indexed);
    assertEquals(List.of("out", "in", "__unknown"), model.network().classNames());
    Dataset<Row> scored = model.transform(indexed);
    assertEquals(model.network().classNames(), names(scored.schema()));
    // The estimator announces what its model gives.
    assertEquals(scored.schema(), small().setLabelCol("index").transformSchema(indexed.schema()));
    Dataset<Row> back =
        new IndexToString().setInputCol("prediction").setOutputCol("again").transform(scored);
    assertEquals(0, back.filter("again != class").count());
    assertFails(
        "column 'index' has 3 classes (out, in, __unknown) but layers or thresholds are for 2",
        small().setLabelCol("index").setThresholds(new double[] {0.5, 0.5}),
        indexed);
  }

  /** A StringIndexer of its own numbers the classes of another table in an order of its own. */
  @Test
  void numbersOfAnotherOrderAreRefused() {
    MlpClassificationModel model = small().setLabelCol("the label").fit(named());
    Dataset<Row> indexed =
        new StringIndexer()
            .setInputCol("the label")
            .setOutputCol("index")
            .setStringOrderType("alphabetDesc")
            .fit(named())
            .transform(named());
    assertEquals(
        "class 0 is 'out' in column 'index' of the table to evaluate but 'in' in the model; evaluate"
            + " on a column of the names, or of numbers that the StringIndexer of training made",
        assertThrows(InputException.class, () -> judge(model, "index", indexed)).getMessage());
    assertEquals(200, judge(model, "the label", indexed).metrics().rows());
    assertEquals(200, judge(model, "number", indexed).metrics().rows());
  }

  private static MlpClassificationSummary judge(
      MlpClassificationModel model, String label, Dataset<Row> table) {
    return model.copy(new ParamMap().put(model.labelCol(), label)).evaluate(table);
  }

  @Test
  void whatCannotBeNamed() {
    Dataset<Row> data = named().selectExpr("*", "'a' as one", "cast(null as string) as none");
    assertFails(
        "predictedLabelCol is class but column 'number' has numbers without attributes that name"
            + " the classes; set predictedLabelCol to '', or labelCol to a column of strings",
        small().setLabelCol("number"),
        data);
    assertFails(
        "column 'one' has one class only ('a'); there is nothing to tell apart",
        small().setLabelCol("one"),
        data);
    assertFails(
        "column 'none' has nulls: found null in row 1 and 199 other rows; handleInvalid=skip leaves"
            + " such rows out",
        small().setLabelCol("none"),
        data);
    MlpClassificationModel unnamed = Tables.classifier(2, 3, "softmaxCrossEntropy");
    assertEquals(
        "predictedLabelCol is class but the classes have no names: the labels were numbers,"
            + " without attributes that name them; set it to '' and take the class number",
        assertThrows(
                InputException.class, () -> unnamed.setPredictedLabelCol("class").transform(data))
            .getMessage());
  }

  private static void assertFails(String message, MlpClassifier classifier, Dataset<Row> data) {
    assertEquals(
        message, assertThrows(InputException.class, () -> classifier.fit(data)).getMessage());
  }
}
