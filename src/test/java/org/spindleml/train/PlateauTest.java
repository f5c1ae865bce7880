package org.spindleml.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spindleml.nn.GradientSum;
import org.spindleml.optim.ConstantSchedule;
import org.spindleml.optim.GradientClip;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.MaxNorm;
import org.spindleml.optim.OptimizerState;
import org.spindleml.optim.Penalty;

class PlateauTest {
  /** The share of the rate after each epoch. */
  private static double[] shares(Plateau plateau, double... losses) {
    TrainingState state = new TrainingState(new float[0], new OptimizerState(0, new float[0][]));
    double[] shares = new double[losses.length];
    for (int e = 0; e < losses.length; e++) {
      plateau.endEpoch(losses[e], state);
      shares[e] = state.rateShare;
    }
    return shares;
  }

  @Test
  void theRateFallsAfterThePatience() {
    Plateau plateau = new Plateau(0.5, 2, 0.1);
    // 9.5 is not a tenth below 10, 8.9 is; then 8.1 and 9 are not a tenth below 8.9.
    assertArrayEquals(
        new double[] {1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25},
        shares(plateau, 10, 9.5, 8.9, 8.1, 9, 9, 9, 1));
  }

  @Test
  void anImprovementOfANegativeLossIsAShareOfItsSize() {
    Plateau plateau = new Plateau(0.5, 2, 0.1);
    assertArrayEquals(new double[] {1, 1, 0.5, 0.5}, shares(plateau, -10, -10.5, -10.5, -11.1));
  }

  @Test
  void noneNeverFalls() {
    assertArrayEquals(new double[] {1, 1, 1, 1}, shares(Plateau.NONE, 1, 1, 2, 3));
  }

  @Test
  void theUsualRuleIsPyTorchs() throws IOException {
    List<String> rows;
    try (InputStream in =
        PlateauTest.class.getResourceAsStream("/org/spindleml/optim/plateau.csv")) {
      rows = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
    }
    double[] losses = new double[rows.size()];
    double[] rates = new double[rows.size()];
    for (int e = 0; e < losses.length; e++) {
      String[] row = rows.get(e).split(",");
      losses[e] = Double.parseDouble(row[0]);
      rates[e] = Double.parseDouble(row[1]);
    }
    assertArrayEquals(rates, shares(Plateau.usual(), losses), 1e-12);
    assertEquals(0.001, rates[rates.length - 1], 1e-12, "three falls in the file");
  }

  @Test
  void theTrainerFeedsItTheLossOfEachEpoch() {
    List<Double> rates = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(Progress progress) {
            rates.add(progress.learningRate());
          }
        };
    TrainingPlan plan = new TrainingPlan(1, 8, 1, 2, 1, 256);
    new Trainer(
            (w, step) -> new GradientSum(new float[] {1}, 5, 1, 1),
            Penalty.NONE,
            GradientClip.NONE,
            new GradientDescent(),
            MaxNorm.NONE,
            RunningStatistics.NONE,
            new ConstantSchedule(0.5),
            new Plateau(0.5, 2, 0),
            Validation.NONE,
            plan,
            6,
            0,
            listener)
        .train(new float[1]);
    // The first epoch is the best; two more of two steps, then half the rate.
    assertEquals(
        List.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125), rates);
  }

  @Test
  void constantsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Plateau(0, 5, 0));
    assertThrows(IllegalArgumentException.class, () -> new Plateau(Double.NaN, 5, 0));
    assertThrows(IllegalArgumentException.class, () -> new Plateau(0.5, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Plateau(0.5, 5, -1));
  }

  @Test
  void aRuleReadsLikeASentence() {
    assertEquals("times 0.1 after 5 epochs without 1.0E-4 less loss", Plateau.usual().toString());
    assertEquals("no plateau", Plateau.NONE.toString());
  }
}
