package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is judged by what its loss is for. */
class MetricsOfRunsTest {
  private static final String DATA =
      "task = regression\n"
          + "data { path = DIR/counts.csv, derive { more = \"2 * y + 1\" }, test { share = 0.3 } }\n";

  @TempDir private Path path;
  private RunDirectory directory;

  /** Values that grow with x as an exponential function does, some more and some less. */
  @BeforeEach
  void write() {
    directory = new RunDirectory(path);
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 300; i++) {
      double x = random.nextDouble() * 2 - 1;
      long y = Math.round(Math.exp(2 * x + 1) * (0.5 + random.nextDouble())) + 1;
      text.append(x).append(',').append(y).append('\n');
    }
    directory.write("counts.csv", text.toString());
  }

  private static String params(String loss) {
    return "params { hiddenLayers = [], maxIter = 30, stepSize = 0.05, batchSize = 32, loss = "
        + loss
        + " }\n";
  }

  @Test
  void lossesWithLogLinkByTheirDeviance() {
    for (String loss : new String[] {"poisson", "gamma", "tweedie"}) {
      String run = DATA + params(loss) + "columns { features = [x], label = y }";
      String out = directory.done("train", run);
      assertTrue(directory.metric("D²") > 0.7, out);
      assertTrue(directory.metric("mean deviance") > 0, out);
      assertTrue(directory.metric("R²") > 0.5, out);
    }
  }

  @Test
  void severalTargetsOneByOne() {
    String run = DATA + params("poisson") + "columns { features = [x], label = [y, more] }";
    String out = directory.done("train", run);
    assertTrue(directory.metric("D² y") > 0.7, out);
    assertTrue(directory.metric("D² more") > 0.7, out);
    assertEquals(
        directory.metric("mean deviance more"), 2 * directory.metric("mean deviance y"), 0.8);
  }

  @Test
  void oneQuantileIsNoMean() {
    String run =
        DATA
            + params("quantile, quantileProbabilities = [0.9]")
            + "columns { features = [x], label = y }";
    String out = directory.done("train", run);
    assertEquals(0.9, directory.metric("share below 0.9"), 0.1);
    assertTrue(directory.metric("pinball loss") > 0, out);
    assertFalse(out.contains("RMSE"), out);
  }
}
