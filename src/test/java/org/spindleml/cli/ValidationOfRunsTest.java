package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run file names the rows that judge a run. */
class ValidationOfRunsTest {
  private static final String RUN =
      "task = regression\n"
          + "data { train { path = DIR/line.csv } }\n"
          + "columns { label = y, validation = judges }\n"
          + "params { hiddenLayers = [4], maxIter = 5, batchSize = 32 }\n";

  @TempDir private Path path;
  private RunDirectory directory;

  @BeforeEach
  void write() {
    directory = new RunDirectory(path);
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("x,judges,y\n");
    for (int i = 0; i < 200; i++) {
      double x = random.nextDouble();
      text.append(x).append(',').append(i % 4 == 0).append(',').append(3 * x).append('\n');
    }
    directory.write("line.csv", text.toString());
  }

  @Test
  void aColumnMarksThem() {
    String out = directory.done("train", RUN, "params.validationMetric=MAE");
    assertTrue(out.contains("1-4-1, 13 weights; 150 rows"), out);
    assertTrue(out.contains("validating on 50 rows by mae"), out);
    assertTrue(out.contains(", validation loss "), out);
    assertTrue(out.endsWith("report.html\n"), out);
    assertTrue(Files.exists(directory.output().resolve("report.html")));
    JsonNode report = directory.report();
    assertEquals(5, report.get("validationLossHistory").size());
    assertEquals(5, report.get("validationMetricHistory").size());
    double best =
        report.get("validationMetricHistory").get(report.get("bestEpoch").asInt() - 1).asDouble();
    report
        .get("validationMetricHistory")
        .forEach(error -> assertTrue(best <= error.asDouble(), report::toString));
  }

  @Test
  void aFractionChoosesThem() {
    String run = RUN.replace(", validation = judges", "");
    String out = directory.done("train", run, "params.validationFraction=0.1");
    assertTrue(out.contains(" rows by loss"), out);
    assertFalse(directory.done("train", run).contains("validat"));
    assertFalse(directory.report().has("validationLossHistory"));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals(
        "validationIndicatorCol is judges and validationFraction is 0.1; each says which rows"
            + " validate: leave one of them",
        directory.refusal("train", RUN, "params.validationFraction=0.1"));
    assertTrue(
        directory
            .refusal("train", RUN, "columns.validation=x")
            .contains(
                "column 'x' is of type double; validationIndicatorCol must be boolean, true for"
                    + " validation rows"));
    assertTrue(
        directory
            .refusal("train", RUN, "params.validationIndicatorCol=judges")
            .contains("validationIndicatorCol is no Param of a run file"));
    assertTrue(
        directory
            .refusal("train", RUN, "params.validationMetric=accuracy")
            .contains("choose one of loss, rmse, mae, r2"));
  }
}
