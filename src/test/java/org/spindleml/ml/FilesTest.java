package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.util.MLWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.model.ModelFile;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.InputException;

class FilesTest {
  @TempDir Path directory;

  @BeforeAll
  static void session() {
    LocalSpark.session();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @Test
  void optionsOfAWriterAreRefused() {
    MlpClassificationModel model = Tables.classifier(4, 3, "softmaxCrossEntropy");
    for (MLWriter writer : List.of(model.write(), new MlpClassifier().write())) {
      assertEquals(
          "write().option('compression', …) does nothing: models and estimators are written in one"
              + " way; leave it out",
          assertThrows(
                  InputException.class,
                  () -> writer.option("compression", "zstd").save(path("optional")))
              .getMessage());
    }
  }

  @Test
  void modelsComeBackBitForBit() throws IOException {
    MlpClassificationModel model =
        Tables.classifier(4, 3, "softmaxCrossEntropy")
            .setFeaturesCols("a", "b c")
            .setThresholds(new double[] {0.5, 0.25, 0.25})
            .setPredictionCol("p");
    model.set(model.hiddenLayers(), new int[] {7, 5});
    model.set(model.layers(), new int[] {4, 7, 5, 3});
    model.set(model.seed(), (Object) Long.MAX_VALUE);
    model.set(model.standardize(), (Object) false);
    model.save(path("m"));
    assertEquals(
        List.of("metadata/_SUCCESS", "metadata/part-00000", "model.json", "weights.safetensors"),
        names(directory.resolve("m")));
    MlpClassificationModel loaded = MlpClassificationModel.load(path("m"));
    assertEquals(model.uid(), loaded.uid());
    assertEquals(model.explainParams(), loaded.explainParams());
    ModelFile.encode(model.network())
        .forEach((n, bytes) -> assertArrayEquals(bytes, ModelFile.encode(loaded.network()).get(n)));
    assertArrayEquals(new int[] {7, 5}, loaded.getHiddenLayers());
    assertArrayEquals(new String[] {"a", "b c"}, loaded.getFeaturesCols());
    assertEquals(Long.MAX_VALUE, loaded.getSeed());

    MlpRegressionModel regression = Tables.regression(2);
    regression.save(path("r"));
    assertEquals(regression.weights(), MlpRegressionModel.load(path("r")).weights());
  }

  @Test
  void estimatorsComeBack() throws IOException {
    MlpClassifier classifier =
        new MlpClassifier("mine")
            .setHiddenLayers()
            .setActivation("tanh", "gelu")
            .setStepSize(1e-300)
            .setTol(0)
            .setFeaturesCols("ü", "\"q\"");
    classifier.save(path("e"));
    assertEquals(
        List.of("metadata/_SUCCESS", "metadata/part-00000"), names(directory.resolve("e")));
    assertEquals(classifier.explainParams(), MlpClassifier.load(path("e")).explainParams());
    new MlpRegressor().setHiddenLayers(3).write().save(path("r"));
    assertArrayEquals(new int[] {3}, MlpRegressor.load(path("r")).getHiddenLayers());
  }

  @Test
  void pipelinesHoldThem() throws IOException {
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new VectorAssembler().setInputCols(new String[] {"a"}).setOutputCol("features"),
                  new MlpClassifier().setMaxIter(3)
                });
    pipeline.save(path("p"));
    MlpClassifier stage = (MlpClassifier) Pipeline.load(path("p")).getStages()[1];
    assertEquals(3, stage.getMaxIter());

    MlpRegressionModel model = Tables.regression(2);
    new PipelineModel("pipeline", new Transformer[] {model}).save(path("m"));
    MlpRegressionModel loaded = (MlpRegressionModel) PipelineModel.load(path("m")).stages()[0];
    assertEquals(model.weights(), loaded.weights());
  }

  @Test
  void overwritesOnlyWhenTold() throws IOException {
    MlpRegressor regressor = new MlpRegressor();
    regressor.save(path("r"));
    assertThrows(IOException.class, () -> regressor.save(path("r")));
    regressor.setMaxIter(1).write().overwrite().save(path("r"));
    assertEquals(1, MlpRegressor.load(path("r")).getMaxIter());
    Tables.regression(2).write().overwrite().save(path("r"));
    assertEquals(2, MlpRegressionModel.load(path("r")).numFeatures());
  }

  @Test
  void anotherClassIsRefused() throws IOException {
    Tables.regression(2).save(path("r"));
    assertFails(
        "expected the class org.spindleml.ml.MlpClassificationModel, found"
            + " org.spindleml.ml.MlpRegressionModel",
        () -> MlpClassificationModel.load(path("r")));
  }

  @Test
  void damageIsNamed() throws IOException {
    Path part = directory.resolve("e").resolve("metadata/part-00000");
    new MlpRegressor().setMaxIter(3).save(path("e"));
    String good = Files.readString(part);
    assertDamage(part, good.substring(0, 50), "is not JSON");
    assertDamage(part, "[]", "expected text under the key class");
    assertDamage(part, good.replace("{\"maxIter\":3}", "[]"), "an object under the key paramMap");
    assertDamage(part, good.replace("\"maxIter\":3", "\"maxItr\":3"), "there is no Param maxItr");
    assertDamage(part, good.replace("\"maxIter\":3", "\"maxIter\":\"x\""), "Param maxIter cannot");
    assertDamage(part, good.replace("\"maxIter\":3", "\"maxIter\":-3"), "at least 0, found -3");
    assertDamage(part, good.replace("\"maxIter\":3", "\"maxIter\":3,\"maxIter\":4"), "not JSON");
    write(part, good);
    assertEquals(3, MlpRegressor.load(path("e")).getMaxIter());
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(part, elsewhere);
    Files.createSymbolicLink(part, elsewhere);
    assertFails("found a symbolic link", () -> MlpRegressor.load(path("e")));
    Files.delete(part);
    assertThrows(UncheckedIOException.class, () -> MlpRegressor.load(path("e")));
  }

  private void assertDamage(Path part, String content, String message) throws IOException {
    write(part, content);
    assertFails(message, () -> MlpRegressor.load(path("e")));
  }

  private static void write(Path part, String content) throws IOException {
    Files.deleteIfExists(part.resolveSibling(".part-00000.crc"));
    Files.writeString(part, content);
  }

  private static void assertFails(
      String message, org.junit.jupiter.api.function.Executable reading) {
    String found = assertThrows(UncheckedIOException.class, reading).getMessage();
    assertTrue(found.contains(message), found);
  }
}
