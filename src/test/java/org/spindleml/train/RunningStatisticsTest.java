package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.Activation;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.NetworkOptions;
import org.spindleml.nn.Normalization;
import org.spindleml.optim.Adam;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.Penalty;
import org.spindleml.table.InputException;

class RunningStatisticsTest {
  @Test
  void whatWasGivenCountsFromTheFirstStepOn() {
    float[] weights = {7, 2, 4};
    RunningStatistics given = LAST_TWO.given();
    given.move(weights, new float[] {1, 13, 15}, 0);
    assertEquals(3.1, weights[1], 1e-6);
    assertEquals(5.1, weights[2], 1e-6);
    assertEquals(7, weights[0]);
  }

  private static final RunningStatistics LAST_TWO = new RunningStatistics(1, 3, 0);

  @Test
  void theFirstTenStepsAreAPlainMean() {
    float[] w = {7, 1e6f, -1e6f};
    double sum = 0;
    for (int step = 0; step < 10; step++) {
      float[] gradient = {5, step * step, 3};
      LAST_TWO.move(w, gradient, step);
      sum += step * step;
      assertArrayEquals(new float[] {5, 0, 0}, gradient);
      assertArrayEquals(new float[] {7, (float) (sum / (step + 1)), 3}, w, 1e-5f);
    }
    LAST_TWO.move(w, new float[] {5, 100, 13}, 10);
    assertArrayEquals(new float[] {7, (float) (0.9 * sum / 10 + 0.1 * 100), 4}, w, 1e-5f);
  }

  @Test
  void solversAndClippingDoNotSeeThem() {
    // Statistics that are far longer than the bound on the gradient.
    GradientSource source =
        (w, step) -> new GradientSum(new float[] {2 * w[0] - 2, 1000, 4000}, 1, 2, 2);
    List<float[]> results = new ArrayList<>();
    for (boolean clipped : new boolean[] {false, true}) {
      results.add(
          new Trainer(
                  source,
                  Penalty.NONE,
                  clipped ? new GradientClip(100, 100) : GradientClip.NONE,
                  Adam.defaults(),
                  MaxNorm.NONE,
                  LAST_TWO,
                  new ConstantSchedule(0.1),
                  Plateau.NONE,
                  Validation.NONE,
                  new TrainingPlan(1, 2, 1, 1, 1, 256),
                  30,
                  0,
                  TrainingListener.NONE)
              .train(new float[] {0, 0, 1})
              .weights());
    }
    assertArrayEquals(results.get(0), results.get(1));
    assertEquals(500, results.get(0)[1], 1e-3);
    assertEquals(2000, results.get(0)[2], 1e-3);
    assertEquals(1, results.get(0)[0], 0.5);
  }

  @Test
  void aGivenVarianceIsAtLeast0() {
    NetworkOptions options = new NetworkOptions(Normalization.BATCH, false, 0);
    Network network = Network.of(1, List.of(new HiddenLayer(1, Activation.TANH)), 1, options);
    float[] weights = network.initialWeights(Initializer.AUTO, 1);
    weights[weights.length - 1] = -0.5f;
    InitialWeights given = new InitialWeights.Given(weights);
    InputException error = assertThrows(InputException.class, () -> given.of(network, 1));
    assertEquals(
        "initialWeights has -0.5 at "
            + (weights.length - 1)
            + ", in hidden1.runningVariance; a variance is at least 0",
        error.getMessage());
  }
}
