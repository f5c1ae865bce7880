package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever uses Spark's perceptron changes the name of the class, and nothing else. */
class SparksPerceptronTest {
  private static final String PROGRAM = "PerceptronProgram";

  /** Three classes around three points of a cube in four dimensions. */
  private static Dataset<Row> flowers(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int species = i % 3;
      double[] x = new double[4];
      for (int j = 0; j < x.length; j++) {
        x[j] = (j == species ? 1 : 0) + 0.8 * (random.nextDouble() - 0.5);
      }
      table.add(RowFactory.create(Vectors.dense(x), (double) species));
    }
    return Tables.of(
            table,
            new StructType()
                .add("measurements", SQLDataTypes.VectorType())
                .add("species", DataTypes.DoubleType))
        .coalesce(1);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> run(String text, Path directory) throws Exception {
    Class<?> program = CompiledSource.load(PROGRAM, text, directory);
    return (Map<String, Object>)
        program
            .getMethod("run", Dataset.class, Dataset.class, String.class)
            .invoke(null, flowers(1, 150), flowers(2, 90), directory.toString());
  }

  private static String text() throws Exception {
    try (InputStream in = SparksPerceptronTest.class.getResourceAsStream(PROGRAM + ".java")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void oneProgramRunsWithBoth(@TempDir Path directory) throws Exception {
    String text = text();
    Map<String, Object> sparks = run(text, directory.resolve("spark"));
    String renamed =
        text.replace("org.apache.spark.ml.classification.Multilayer", "org.spindleml.ml.Multilayer")
            .replace("MultilayerPerceptron", "Mlp");
    Map<String, Object> ours = run(renamed, directory.resolve("spindle"));

    for (String accuracy : List.of("accuracy", "training accuracy")) {
      for (Map<String, Object> one : List.of(sparks, ours)) {
        double found = (Double) one.remove(accuracy);
        assertTrue(found > 0.95, () -> accuracy + " " + found);
      }
    }
    assertEquals(1, sparks.remove("losses before the first iteration"));
    assertEquals(0, ours.remove("losses before the first iteration"));
    for (String more : List.of("params", "model's params")) {
      List<?> missing = new ArrayList<>((List<?>) sparks.remove(more));
      missing.removeAll((List<?>) ours.remove(more));
      assertEquals(List.of(), missing, more);
    }
    for (String schema : List.of("schema", "schema before", "schema of model")) {
      assertEquals(fields(sparks.remove(schema)), fields(ours.remove(schema)), schema);
    }
    sparks.forEach((name, value) -> assertEquals(value, ours.get(name), name));
  }

  /**
   * Name, type and attributes of every column. Not their order, in which Spark's transformSchema
   * and transform differ, nor whether there may be nulls, which they say otherwise as well.
   */
  private static Map<String, String> fields(Object schema) {
    Map<String, String> fields = new TreeMap<>();
    for (StructField field : ((StructType) schema).fields()) {
      fields.put(field.name(), field.dataType().catalogString() + " " + field.metadata());
    }
    return fields;
  }
}
