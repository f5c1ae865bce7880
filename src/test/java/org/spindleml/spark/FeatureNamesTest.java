package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FeatureNamesTest {
  private static Dataset<Row> assembled() {
    Dataset<Row> table =
        LocalSpark.session()
            .range(6)
            .selectExpr(
                "double(id) AS x",
                "id > 2 AS `is.late`",
                "array(id, id) AS pair",
                "elt(1 + id % 3, 'red', 'blue', 'green') AS colour");
    PipelineStage[] stages = {
      new StringIndexer().setInputCol("colour").setOutputCol("index"),
      new OneHotEncoder().setInputCol("index").setOutputCol("colours").setDropLast(false),
      new VectorAssembler()
          .setInputCols(new String[] {"x", "index", "colours"})
          .setOutputCol("features")
    };
    return new Pipeline().setStages(stages).fit(table).transform(table);
  }

  @Test
  void columnsAndAttributesNameFeatures() {
    Dataset<Row> table = assembled();
    String nominal =
        "feature 'index' is a category of 3 but is used as an amount; OneHotEncoder makes a feature"
            + " of each";
    assertEquals(
        new FeatureNames(
            List.of("x", "index", "colours_blue", "colours_green", "colours_red"),
            List.of(nominal)),
        FeatureNames.of(table.schema(), List.of("features"), new int[] {5, 1}));
    assertEquals(
        new FeatureNames(List.of("is.late", "pair_0", "pair_1", "index"), List.of(nominal)),
        FeatureNames.of(
            table.schema(), List.of("is.late", "pair", "index"), new int[] {1, 2, 1, 1}));
  }

  @Test
  void whatIsKeptForUnseenCategoriesIsNotConstantByAccident() {
    Dataset<Row> table =
        LocalSpark.session()
            .range(0, 40, 1, 2)
            .selectExpr(
                "elt(1 + int(id % 2), 'a', 'b') AS colour",
                "7D AS same", "double(id % 3) AS label");
    PipelineStage[] stages = {
      new StringIndexer().setInputCol("colour").setOutputCol("index").setHandleInvalid("keep"),
      new OneHotEncoder().setInputCol("index").setOutputCol("colours").setDropLast(false),
      new VectorAssembler().setInputCols(new String[] {"same", "colours"}).setOutputCol("features")
    };
    Dataset<Row> encoded = new Pipeline().setStages(stages).fit(table).transform(table);
    for (List<String> features : List.of(List.of("features"), List.of("same", "colours"))) {
      List<String> notes = new ArrayList<>();
      Tables.fit(encoded, new InputColumns(features, "label", null, false), notes);
      List<String> constant =
          notes.stream().filter(note -> note.contains("same in every")).toList();
      assertEquals(1, constant.size(), notes::toString);
      assertTrue(constant.get(0).startsWith("1 of 4 features is the same"), constant.get(0));
    }
  }

  @Test
  void nothingNamesPlainVectorsAndArrays() {
    FeatureNames none = new FeatureNames(List.of(), List.of());
    Dataset<Row> plain = Tables.tenRowsAnd(1);
    assertEquals(none, FeatureNames.of(plain.schema(), List.of("features"), new int[] {2, 1}));
    assertEquals(none, FeatureNames.of(assembled().schema(), List.of("pair"), new int[] {2, 1}));
  }

  @Test
  void namesThatAreTooLongAreLeftOut() {
    String longName = "x".repeat(1 << 20);
    Dataset<Row> table = LocalSpark.session().range(1).selectExpr("id AS " + longName, "id AS y");
    assertEquals(
        List.of(),
        FeatureNames.of(table.schema(), List.of(longName, "y"), new int[] {1, 1, 1}).names());
  }
}
