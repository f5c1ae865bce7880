package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run files of the bundled tables learn them. */
class BundledRunsTest {
  @TempDir private Path path;

  private RunDirectory train(String name) {
    RunDirectory directory = new RunDirectory(path);
    RunDirectory.done(directory.onFile("train", Path.of("conf", name + ".conf")));
    return directory;
  }

  @Test
  void twoSpirals() {
    Path file = Path.of("conf/two-spirals.conf");
    RunDirectory directory = new RunDirectory(path);
    String trained = RunDirectory.done(directory.onFile("train", file));
    assertTrue(directory.metric("accuracy") >= 0.97, directory.report().toString());
    assertEquals(576, directory.report().get("test").get("rows").asInt());
    assertEquals("MAX_ITER", directory.report().get("stopReason").asText());
    assertEquals(300, directory.report().get("lossHistory").size());
    assertTrue(Files.exists(directory.output().resolve("model/metadata")));
    assertTrue(trained.contains("model   " + directory.output().resolve("model")), trained);
    assertTrue(trained.contains("report  " + directory.output().resolve("report.html")), trained);

    String evaluated = RunDirectory.done(directory.onFile("evaluate", file));
    assertTrue(evaluated.startsWith("test, 576 rows"), evaluated);
    assertEquals(metrics(trained), metrics(evaluated));

    String predicted = RunDirectory.done(directory.onFile("predict", file));
    assertEquals(
        "predictions  " + directory.output().resolve("predictions.csv"), predicted.strip());
    Dataset<Row> predictions = directory.predictions();
    assertEquals(
        List.of("x", "y", "label", "prediction", "probability_0", "probability_1"),
        List.of(predictions.columns()));
    assertEquals(576, predictions.count());
    double right = predictions.filter("label = prediction").count() / 576.0;
    assertEquals(directory.metric("accuracy"), right, 1e-9);
  }

  private static String metrics(String out) {
    return out.lines().filter(line -> line.startsWith("  ")).collect(Collectors.joining("\n"));
  }

  @Test
  void monks1() {
    RunDirectory directory = train("monks-1");
    assertEquals(1.0, directory.metric("accuracy"));
    assertEquals(432, directory.report().get("test").get("rows").asInt());
  }

  @Test
  void friedman1() {
    // The noise has deviation 1: no model can be better than that.
    double error = train("friedman1").metric("RMSE");
    assertTrue(error >= 0.95 && error <= 1.25, () -> "RMSE " + error);
  }

  @Test
  void waveform() {
    // The best that can be done is 0.86.
    double accuracy = train("waveform").metric("accuracy");
    assertTrue(accuracy >= 0.82 && accuracy <= 0.89, () -> "accuracy " + accuracy);
  }
}
