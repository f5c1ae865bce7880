package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.spindleml.spark.LocalSpark;

/**
 * What earlier versions saved still loads, means and predicts the same, bit for bit. The files of a
 * version that has been published never change: a new version of the format gets a directory of its
 * own, written by {@code mvn test -Dtest=GoldenFilesTest -Dspindle.golden=write}.
 */
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/1");

  @BeforeAll
  static void session() {
    LocalSpark.session();
  }

  private static String path(String name) {
    return GOLDEN.resolve(name).toString();
  }

  private static MlpClassifier estimator() {
    return new MlpClassifier("estimator")
        .setHiddenLayers(7, 5)
        .setActivation("tanh", "prelu")
        .setSolver("momentum")
        .setStepSize(0.125)
        .setRegParam(1e-300)
        .setSeed(Long.MIN_VALUE)
        .setStandardize(false)
        .setFeaturesCols("a", "ü \"b\"")
        .setThresholds(new double[] {0.5, 0.25, 0.25})
        .setPredictedLabelCol("name");
  }

  private static MlpClassificationModel classifier() {
    SharedNetwork named =
        new SharedNetwork(
            Tables.network(3, 3, "softmaxCrossEntropy").withClassNames(List.of("a", "b", "ç")));
    return new MlpClassificationModel("classifier", named)
        .setThresholds(new double[] {0.5, 0.25, 0.25})
        .setPredictedLabelCol("name");
  }

  private static List<Vector> rows() {
    SplittableRandom random = new SplittableRandom(6);
    return Stream.generate(() -> Vectors.dense(random.doubles(3, -3, 3).toArray()))
        .limit(5)
        .toList();
  }

  /** Inputs and what is predicted, as Java writes doubles: every bit. */
  private static List<String> predictions(MlpClassificationModel model) {
    return rows().stream()
        .map(row -> row + " " + model.predictRaw(row) + " " + model.predict(row))
        .toList();
  }

  private static List<String> predictions(MlpRegressionModel model) {
    return rows().stream().map(row -> row + " " + model.predict(row)).toList();
  }

  /** The Params that have a value, each with it. */
  private static List<String> values(Params owner) {
    List<String> lines = new ArrayList<>();
    for (Param<?> param : owner.params()) {
      if (owner.isDefined(param)) {
        lines.add(param.name() + " = " + text(owner.getOrDefault(param)));
      }
    }
    return lines;
  }

  private static String text(Object value) {
    String text = Arrays.deepToString(new Object[] {value});
    return text.substring(1, text.length() - 1);
  }

  @Test
  @DisabledIfSystemProperty(named = "spindle.golden", matches = "write")
  void savedThingsAreWhatTheyWere() throws IOException {
    MlpClassificationModel classifier = MlpClassificationModel.load(path("classifier"));
    assertEquals(Files.readAllLines(GOLDEN.resolve("classifier.txt")), predictions(classifier));
    assertEquals(List.of("a", "b", "ç"), classifier.network().classNames());
    assertArrayEquals(new double[] {0.5, 0.25, 0.25}, classifier.getThresholds());
    assertEquals("name", classifier.getPredictedLabelCol());
    MlpRegressionModel regression = MlpRegressionModel.load(path("regression"));
    assertEquals(Files.readAllLines(GOLDEN.resolve("regression.txt")), predictions(regression));
    MlpClassifier estimator = MlpClassifier.load(path("estimator"));
    assertEquals("estimator", estimator.uid());
    // There may be more Params by now, and the defaults are those of the version that saved.
    List<String> found = values(estimator);
    for (String line : Files.readAllLines(GOLDEN.resolve("estimator.txt"))) {
      assertTrue(found.contains(line), line);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "spindle.golden", matches = "write")
  void write() throws IOException {
    MlpClassificationModel classifier = classifier();
    classifier.write().overwrite().save(path("classifier"));
    Files.write(GOLDEN.resolve("classifier.txt"), predictions(classifier));
    MlpRegressionModel regression = Tables.regression(3);
    regression.write().overwrite().save(path("regression"));
    Files.write(GOLDEN.resolve("regression.txt"), predictions(regression));
    MlpClassifier estimator = estimator();
    estimator.write().overwrite().save(path("estimator"));
    Files.write(GOLDEN.resolve("estimator.txt"), values(estimator));
  }
}
