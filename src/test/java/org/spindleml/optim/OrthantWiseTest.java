package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spindleml.optim.Lbfgs.Outcome;

/** OWL-QN on regressions whose lasso and elastic net are known. */
class OrthantWiseTest {
  /** ‖X w − t‖² / 2n of random rows; the last weight is an intercept. */
  private record Regression(double[][] x, double[] t) implements Surface {
    static Regression draw(Random random, int rows, int inputs) {
      double[][] x = new double[rows][inputs + 1];
      double[] t = new double[rows];
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < inputs; i++) {
          // Neighbours go together.
          x[r][i] = random.nextGaussian() + (i > 0 ? 0.7 * x[r][i - 1] : 0);
          t[r] += i % 3 == 0 ? x[r][i] * (i - 4) / 4 : 0;
        }
        x[r][inputs] = 1;
        t[r] += 0.5 * random.nextGaussian() + 2;
      }
      return new Regression(x, t);
    }

    @Override
    public double at(double[] w, double[] g) {
      double cost = 0;
      for (int r = 0; r < t.length; r++) {
        double error = -t[r];
        for (int i = 0; i < w.length; i++) {
          error += x[r][i] * w[i];
        }
        cost += error * error / 2;
        for (int i = 0; i < w.length; i++) {
          g[i] += error * x[r][i] / t.length;
        }
      }
      return cost / t.length;
    }
  }

  private static Penalty penalty(double lambda, double alpha, int weights) {
    return new Penalty(lambda, alpha, List.of(new Span(0, weights)));
  }

  /** The smooth part of a cost with a penalty. */
  private static Objective with(Penalty penalty, Objective objective) {
    Penalty smooth = penalty.smooth();
    return w -> {
      Objective.Value value = objective.at(w);
      smooth.addSlopes(w, value.gradient());
      return new Objective.Value(value.cost() + smooth.value(w), value.gradient());
    };
  }

  private static LbfgsState minimise(Penalty penalty, Objective objective, float[] start) {
    Objective smooth = with(penalty, objective);
    Lbfgs rule = Lbfgs.of(10, penalty);
    LbfgsState state = rule.start(smooth, start);
    Outcome outcome = Outcome.STEP;
    while (outcome == Outcome.STEP && state.iterations() < 300) {
      double cost = state.cost();
      outcome = rule.iterate(smooth, state);
      assertTrue(state.cost() <= cost, state.toString());
      double penalised = objective.at(state.weights()).cost() + penalty.value(state.weights());
      assertEquals(penalised, state.cost(), 1e-6 * penalised);
    }
    return state;
  }

  @Test
  void theLassoOfAnOrthogonalDesignIsSoftThresholding() {
    // Σ (wᵢ − bᵢ)² / 2 + λ |w|: wᵢ = sign(bᵢ) max(|bᵢ| − λ, 0)
    double[] b = {3, -3, 0.5, -0.5, 1.25, -1.25, 0, 10};
    Surface design =
        (x, g) -> {
          double cost = 0;
          for (int i = 0; i < b.length; i++) {
            g[i] = x[i] - b[i];
            cost += g[i] * g[i] / 2;
          }
          return cost;
        };
    float[] start = {0, 1, -1, 1, 0, 0, 2, -5};
    LbfgsState lasso = minimise(penalty(1, 1, 8), design, start);
    assertArrayEquals(new float[] {2, -2, 0, 0, 0.25f, -0.25f, 0, 9}, lasso.weights(), 1e-4f);
    assertExactZeros(new int[] {2, 3, 6}, lasso.weights());
    // Elastic net: the same divided by 1 + λ₂, with λ₁ = 1, λ₂ = 1
    LbfgsState net = minimise(penalty(2, 0.5, 8), design, start);
    assertArrayEquals(new float[] {1, -1, 0, 0, 0.125f, -0.125f, 0, 4.5f}, net.weights(), 1e-4f);
    assertExactZeros(new int[] {2, 3, 6}, net.weights());
    // Weights outside the span are free.
    LbfgsState half = minimise(penalty(1, 1, 4), design, start);
    assertArrayEquals(new float[] {2, -2, 0, 0, 1.25f, -1.25f, 0, 10}, half.weights(), 1e-4f);
    assertTrue(lasso.evaluations() < 40, lasso.toString());
  }

  private static void assertExactZeros(int[] zeros, float[] weights) {
    for (int i : zeros) {
      assertEquals(0f, weights[i], "weight " + i);
    }
  }

  /** Proximal gradient steps (ISTA) in double, many of them. */
  private static double[] proximal(Regression regression, double l1, double l2, int penalised) {
    int n = regression.x[0].length;
    double[] w = new double[n];
    double rate = 0.02;
    for (int step = 0; step < 20_000; step++) {
      double[] g = new double[n];
      regression.at(w, g);
      for (int i = 0; i < n; i++) {
        double v = w[i] - rate * (g[i] + (i < penalised ? l2 * w[i] : 0));
        double shrink = i < penalised ? rate * l1 : 0;
        w[i] = Math.signum(v) * Math.max(Math.abs(v) - shrink, 0);
      }
    }
    return w;
  }

  @Test
  void agreesWithProximalGradientDescent() {
    for (int seed = 0; seed < 5; seed++) {
      Regression regression = Regression.draw(new Random(seed), 60, 9);
      for (double alpha : new double[] {1, 0.5}) {
        for (double lambda : new double[] {0.02, 0.2, 1}) {
          Penalty penalty = penalty(lambda, alpha, 9);
          LbfgsState state = minimise(penalty, regression, new float[10]);
          double[] expected = proximal(regression, lambda * alpha, lambda * (1 - alpha), 9);
          String where = "seed " + seed + ", " + penalty + ", " + state;
          int zeros = 0;
          for (int i = 0; i < 10; i++) {
            assertEquals(expected[i], state.weights()[i], 2e-3, where + ", weight " + i);
            if (expected[i] == 0) {
              zeros++;
              assertEquals(0f, state.weights()[i], where + ", weight " + i);
            }
          }
          assertTrue(lambda < 1 || zeros > 0, where);
          assertTrue(state.evaluations() < 150, where);
        }
      }
    }
  }

  @Test
  void aGradientThatLiesIsFoundOut() {
    Objective liar = w -> new Objective.Value(w[0] * w[0], new float[] {-2 * w[0]});
    Lbfgs rule = Lbfgs.of(10, penalty(0.1, 1, 1));
    LbfgsState state = rule.start(liar, new float[] {3});
    assertEquals(9.3, state.cost(), 1e-6);
    assertEquals(Outcome.NO_LOWER_COST, rule.iterate(liar, state));
    assertArrayEquals(new float[] {3}, state.weights());
  }

  @Test
  void whatIsNotFiniteIsTooFar() {
    Objective wall =
        w ->
            new Objective.Value(
                w[0] > 2.9f ? (w[0] - 5) * (w[0] - 5) : Double.NaN, new float[] {2 * (w[0] - 5)});
    Lbfgs rule = Lbfgs.of(10, penalty(20, 1, 1));
    LbfgsState state = rule.start(wall, new float[] {3});
    assertEquals(Outcome.STEP, rule.iterate(wall, state));
    assertTrue(state.weights()[0] < 3 && state.weights()[0] > 2.9f, state.toString());
  }

  @Test
  void weightsBehindTheGradientAreLeftAlone() {
    Objective two = w -> new Objective.Value(w[0] * w[0] + 1, new float[] {2 * w[0]});
    Lbfgs rule = Lbfgs.of(10, penalty(0.1, 1, 1));
    LbfgsState state = rule.start(two, new float[] {3, 7});
    for (int i = 0; i < 10; i++) {
      rule.iterate(two, state);
    }
    assertArrayEquals(new float[] {0, 7}, state.weights());
  }
}
