package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten steps of every rule and schedule as PyTorch takes them: src/test/oracle/optimizers.py. */
class PyTorchTest {
  private static final float[] A = {1, 10, 0.25f, -2};
  private static final float[] B = {3, 5, -6, 0.125f};
  private static final float[] START = {1, 2, -3, 0.75f};

  private static final Map<String, Optimizer> RULES =
      Map.of(
          "sgd", new GradientDescent(),
          "momentum", Momentum.defaults(),
          "nesterov", Nesterov.defaults(),
          "adagrad", AdaGrad.defaults(),
          "rmsprop", RmsProp.defaults(),
          "adam", Adam.defaults(),
          "adamw", new AdamW(0.9, 0.999, 1e-8, 0.1, List.of(new Span(0, 4))));

  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "constant", new ConstantSchedule(0.1),
          "step", new StepSchedule(0.1, 0.1, 4),
          "exponential", new ExponentialSchedule(0.1, 0.01, 10),
          "inverse", new InverseSchedule(0.1, 0.1, 10),
          "polynomial", new PolynomialSchedule(0.1, 1, 10),
          "cosine", new CosineSchedule(0.1, 10),
          "restartedCosine", new RestartedCosineSchedule(0.1, 2, 10),
          "oneCycle", new OneCycleSchedule(0.1, 3, 10),
          "flatCosine", new FlatCosineSchedule(7, new CosineSchedule(0.1, 3)));

  private static List<String[]> rows(String file) throws IOException {
    try (InputStream in = PyTorchTest.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> line.split(",")).toList();
    }
  }

  @Test
  void everyRuleTakesPyTorchsSteps() throws IOException {
    List<String[]> rows = rows("solvers.csv");
    assertEquals(10 * RULES.size(), rows.size());
    for (int r = 0; r < rows.size(); r += 10) {
      tenSteps(RULES.get(rows.get(r)[0]), rows.subList(r, r + 10));
    }
  }

  private static void tenSteps(Optimizer rule, List<String[]> rows) {
    OptimizerState state = rule.start(4);
    float[] w = START.clone();
    float[] g = new float[4];
    for (String[] row : rows) {
      for (int i = 0; i < 4; i++) {
        g[i] = A[i] * (w[i] - B[i]);
      }
      double rate = Double.parseDouble(row[1]);
      rule.step(w, g, state.steps() % 2 == 0 ? rate : rate / 2, state);
      for (int i = 0; i < 4; i++) {
        double expected = Double.parseDouble(row[3 + i]);
        double error = Math.abs(w[i] - expected) / Math.abs(expected);
        String where = rule + ", step " + row[2] + ", weight " + i + ": " + w[i];
        assertTrue(error <= 1e-6, () -> where + " but in PyTorch " + expected);
      }
    }
  }

  @Test
  void everyScheduleHasPyTorchsRates() throws IOException {
    List<String[]> rows = rows("schedules.csv");
    assertEquals(10 * SCHEDULES.size(), rows.size());
    for (String[] row : rows) {
      double expected = Double.parseDouble(row[2]);
      double rate = SCHEDULES.get(row[0]).at(Long.parseLong(row[1]));
      // PyTorch's cosine and exponential go from step to step, so its last digits are not exact.
      assertEquals(expected, rate, 1e-12 * expected, row[0] + ", step " + row[1]);
    }
  }
}
