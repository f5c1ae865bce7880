package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spindleml.linalg.VectorMath;
import org.spindleml.optim.Lbfgs.Outcome;

class LbfgsTest {
  private static final Lbfgs RULE = Lbfgs.of(Lbfgs.USUAL_MEMORY, Penalty.NONE);

  /** Iterates until there is no step any more. */
  private static Outcome run(Objective objective, LbfgsState state, int mostIterations) {
    Outcome outcome = Outcome.STEP;
    while (outcome == Outcome.STEP && state.iterations() < mostIterations) {
      outcome = RULE.iterate(objective, state);
    }
    return outcome;
  }

  private static void assertFinds(
      Objective objective, float[] start, float[] bottom, float tolerance, int mostEvaluations) {
    LbfgsState state = RULE.start(objective, start);
    Outcome outcome = run(objective, state, 1000);
    assertArrayEquals(bottom, state.weights(), tolerance, state.toString());
    assertEquals(Outcome.STATIONARY, outcome, state.toString());
    assertTrue(state.evaluations() <= mostEvaluations, state.toString());
  }

  @Test
  void findsTheBottomOfParabolas() {
    assertFinds(Surface.parabola(1, 1, 1), new float[] {5, 5, 5}, new float[] {0, 1, 2}, 1e-4f, 6);
    double[] a = new double[20];
    Arrays.setAll(a, i -> Math.pow(10, i * 4 / 19.0));
    float[] bottom = new float[20];
    for (int i = 0; i < 20; i++) {
      bottom[i] = i;
    }
    // Of condition 10⁴: SciPy's L-BFGS-B takes 424 evaluations, in double.
    assertFinds(Surface.parabola(a), new float[20], bottom, 1e-3f, 424);
  }

  @Test
  void findsTheBottomOfRosenbrocksValley() {
    assertFinds(Surface.rosenbrock(), new float[] {-1.2f, 1}, new float[] {1, 1}, 1e-4f, 60);
    float[] start = new float[10];
    float[] bottom = new float[10];
    for (int i = 0; i < 10; i++) {
      start[i] = i % 2 == 0 ? -1.2f : 1;
      bottom[i] = 1;
    }
    assertFinds(Surface.rosenbrock(), start, bottom, 1e-4f, 120);
  }

  @Test
  void firstTwoIterationsByHand() {
    // (x² + 4 y²) / 2 + 1 without the shift of Surface.parabola.
    Surface bowl =
        (x, g) -> {
          g[0] = x[0];
          g[1] = 4 * x[1];
          return (x[0] * x[0] + 4 * x[1] * x[1]) / 2 + 1;
        };
    LbfgsState state = RULE.start(bowl, new float[] {3, 1});
    assertEquals(7.5, state.cost());
    // g = (3, 4), length 5: a step of length 1 along −g to (2.4, 0.2); φ'(0) = −25, and
    // φ'(1/5) = −(3 · 2.4 + 4 · 0.8) = −10.4: flat enough, low enough.
    assertEquals(Outcome.STEP, RULE.iterate(bowl, state));
    assertEquals(0.2, state.stepLength(), 1e-15);
    assertArrayEquals(new float[] {2.4f, 0.2f}, state.weights(), 1e-7f);
    assertEquals(2, state.evaluations());
    // s = (−0.6, −0.8), y = (−0.6, −3.2), sᵀy = 2.92, yᵀy = 10.6, γ = 0.2754717.
    // q = g = (2.4, 0.8); α = sᵀq / sᵀy = −2.08 / 2.92 = −0.7123288;
    // q − α y = (2.4 − 0.4273973, 0.8 − 2.2794521) = (1.9726027, −1.4794521);
    // times γ: (0.5433962, −0.4075472); β = yᵀr / sᵀy = 0.9781132 / 2.92 = 0.3349703;
    // r + s (α − β) = r − 1.0472991 s = (1.1717757, 0.4302921): the direction is its negative.
    // At (1.2282243, −0.2302921): φ'(0) = −(2.4 · 1.1717757 + 0.8 · 0.4302921) = −3.1564953,
    // φ'(1) = −1.1717757 · 1.2282243 + 0.4302921 · 0.9211684 = −1.0428309: accepted.
    assertEquals(Outcome.STEP, RULE.iterate(bowl, state));
    assertEquals(1, state.stepLength());
    assertArrayEquals(new float[] {1.2282243f, -0.2302921f}, state.weights(), 1e-6f);
    assertEquals(3, state.evaluations());
    assertEquals(2, state.pairs().size());
    assertArrayEquals(new float[] {-0.6f, -0.8f}, state.pairs().step(0), 1e-6f);
    assertArrayEquals(new float[] {-0.6f, -3.2f}, state.pairs().change(0), 1e-6f);
  }

  @Test
  void everyStepMeetsTheStrongWolfeConditions() {
    int steps = 0;
    int unmet = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(12);
      Surface surface = Surface.random(random, size);
      float[] start = new float[size];
      for (int i = 0; i < size; i++) {
        start[i] = 4 * (float) random.nextGaussian();
      }
      LbfgsState state = RULE.start(surface, start);
      for (int iteration = 0; iteration < 30; iteration++) {
        float[] from = state.weights();
        float[] gradient = state.gradient();
        double cost = state.cost();
        if (RULE.iterate(surface, state) != Outcome.STEP) {
          break;
        }
        float[] step = new float[size];
        for (int i = 0; i < size; i++) {
          step[i] = state.weights()[i] - from[i];
        }
        double before = VectorMath.dot(step, gradient);
        double after = VectorMath.dot(step, state.gradient());
        if (before > -1e-4 * Math.abs(cost)) {
          break; // close to a bottom, where rounding decides
        }
        steps++;
        String where = "seed " + seed + ", " + state;
        assertTrue(state.cost() <= cost + 0.99e-4 * before, where);
        unmet += Math.abs(after) <= 0.9001 * Math.abs(before) ? 0 : 1;
        Objective.Value there = surface.at(state.weights());
        assertEquals(there.cost(), state.cost(), where);
        assertArrayEquals(there.gradient(), state.gradient(), where);
      }
    }
    assertTrue(steps > 2000, steps + " steps");
    assertEquals(0, unmet, "of " + steps);
  }

  @Test
  void directionsLeadDownAndPairsAreFewAndCurved() {
    Lbfgs rule = Lbfgs.of(3, Penalty.NONE);
    for (int seed = 0; seed < 100; seed++) {
      Surface surface = Surface.random(new Random(seed), 8);
      LbfgsState state = rule.start(surface, new float[] {3, -3, 2, -2, 1, -1, 0.5f, -0.5f});
      for (int iteration = 0; iteration < 20; iteration++) {
        if (rule.iterate(surface, state) != Outcome.STEP) {
          break;
        }
        CurvaturePairs pairs = state.pairs();
        assertTrue(pairs.size() <= 3);
        for (int k = 0; k < pairs.size(); k++) {
          assertTrue(VectorMath.dot(pairs.step(k), pairs.change(k)) > 0, "seed " + seed);
        }
        double[] direction = new double[8];
        for (int i = 0; i < 8; i++) {
          direction[i] = state.gradient()[i];
        }
        pairs.multiply(direction);
        assertTrue(VectorMath.dot(state.gradient(), direction) > 0, "seed " + seed);
      }
    }
  }

  /** H of the textbook's recursion on full matrices: (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ. */
  private static double[][] update(double[][] h, float[] s, float[] y) {
    int n = s.length;
    double rho = 1 / VectorMath.dot(s, y);
    double[][] left = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        left[i][j] = (i == j ? 1 : 0) - rho * s[i] * y[j];
      }
    }
    double[][] updated = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        updated[i][j] = rho * s[i] * s[j];
        for (int k = 0; k < n; k++) {
          for (int l = 0; l < n; l++) {
            updated[i][j] += left[i][k] * h[k][l] * left[j][l];
          }
        }
      }
    }
    return updated;
  }

  @Test
  void theTwoLoopsMultiplyByTheTextbooksMatrix() {
    int n = 6;
    Random random = new Random(5);
    CurvaturePairs pairs = new CurvaturePairs(4);
    double[] a = {1, 2, 3, 0.5, 4, 10};
    float[] at = new float[n];
    List<float[]> slopes = new ArrayList<>();
    Surface parabola = Surface.parabola(a);
    for (int k = 0; k < 7; k++) {
      float[] to = new float[n];
      for (int i = 0; i < n; i++) {
        to[i] = (float) random.nextGaussian();
      }
      slopes.add(parabola.at(to).gradient());
      assertTrue(pairs.add(at, to, parabola.at(at).gradient(), slopes.get(k)));
      at = to;
    }
    assertEquals(4, pairs.size());
    float[] s = pairs.step(3);
    float[] y = pairs.change(3);
    double gamma = VectorMath.dot(s, y) / VectorMath.dot(y, y);
    double[][] h = new double[n][n];
    for (int i = 0; i < n; i++) {
      h[i][i] = gamma;
    }
    for (int k = 0; k < 4; k++) {
      h = update(h, pairs.step(k), pairs.change(k));
    }
    double[] v = {1, -2, 3, -4, 5, -6};
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        expected[i] += h[i][j] * v[j];
      }
    }
    pairs.multiply(v);
    assertArrayEquals(expected, v, 1e-9);
  }

  @Test
  void aStepWithoutCurvatureIsPassedOver() {
    CurvaturePairs pairs = new CurvaturePairs(2);
    float[] zero = new float[2];
    float[] one = {1, 0};
    assertTrue(pairs.add(zero, one, zero, one));
    assertTrue(pairs.add(zero, one, zero, new float[] {2, 0}));
    assertEquals(2, pairs.size());
    assertTrue(!pairs.add(zero, one, one, zero), "the slope falls");
    assertTrue(!pairs.add(zero, one, zero, new float[] {0, 1}), "across");
    assertTrue(!pairs.add(zero, one, zero, zero), "no change");
    assertTrue(!pairs.add(zero, zero, zero, one), "no step");
    assertArrayEquals(one, pairs.change(0), "nothing was forgotten for them");
    assertArrayEquals(new float[] {2, 0}, pairs.change(1));
    assertThrows(IllegalArgumentException.class, () -> new CurvaturePairs(0));
  }

  @Test
  void aGradientThatLiesIsFoundOut() {
    Surface bowl = Surface.parabola(1, 1);
    Objective liar =
        w -> {
          Objective.Value value = bowl.at(w);
          float[] g = value.gradient();
          return new Objective.Value(value.cost(), new float[] {-g[0], -g[1]});
        };
    float[] start = {3, 3};
    LbfgsState state = RULE.start(liar, start);
    assertEquals(Outcome.NO_LOWER_COST, RULE.iterate(liar, state));
    assertArrayEquals(start, state.weights());
    assertEquals(bowl.at(start).cost(), state.cost());
    assertEquals(0, state.iterations());
    assertTrue(state.evaluations() > 5 && state.evaluations() <= 21, state.toString());
  }

  @Test
  void aDirectionThatFailsIsFollowedByTheSteepestDescent() {
    Surface bowl = Surface.parabola(1, 30);
    LbfgsState state = RULE.start(bowl, new float[] {3, 3});
    RULE.iterate(bowl, state);
    RULE.iterate(bowl, state);
    double cost = state.cost();
    float[] from = state.weights();
    float[] g = state.gradient();
    // There is no cost but straight down the slopes.
    Objective gorge =
        w -> {
          double x = w[0] - from[0];
          double y = w[1] - from[1];
          double sine = (x * g[1] - y * g[0]) / Math.hypot(x, y) / Math.hypot(g[0], g[1]);
          Objective.Value value = bowl.at(w);
          return Math.abs(sine) < 1e-3 ? value : new Objective.Value(Double.NaN, value.gradient());
        };
    assertEquals(Outcome.STEP, RULE.iterate(gorge, state));
    assertTrue(state.cost() < cost);
    assertEquals(1, state.pairs().size(), "the memory begins anew");
  }

  @Test
  void whatIsNotFiniteIsTooFar() {
    // x − ln x, which ends at 0; the first steps from 1000 on lead beyond it.
    List<Float> tried = new ArrayList<>();
    Surface barrier =
        (x, g) -> {
          tried.add((float) x[0]);
          g[0] = 100 * (1 - 1 / x[0]);
          return 100 * (x[0] - Math.log(x[0]));
        };
    LbfgsState state = RULE.start(barrier, new float[] {1e-3f});
    run(barrier, state, 100);
    assertEquals(1, state.weights()[0], 1e-3f);
    state = RULE.start(barrier, new float[] {0.5f});
    tried.clear();
    state.pairs().add(new float[] {0}, new float[] {10}, new float[] {0}, new float[] {1e-3f});
    run(barrier, state, 100);
    assertEquals(1, state.weights()[0], 1e-3f);
    // H of the made-up pair is 10⁴: the first step goes a million too far to the right; back from
    // there the next might go below 0.
    assertTrue(tried.size() < 60, () -> tried.toString());
    Surface wall =
        (x, g) -> {
          g[0] = x[0];
          return x[0] > -1 ? x[0] * x[0] / 2 + 1 : Double.NaN;
        };
    state = RULE.start(wall, new float[] {3});
    state.pairs().add(new float[] {0}, new float[] {10}, new float[] {0}, new float[] {1e-3f});
    assertEquals(Outcome.STEP, RULE.iterate(wall, state));
    assertTrue(Math.abs(state.weights()[0]) < 3, state.toString());
  }

  @Test
  void weightsBeyondFloat32AreNotAskedFor() {
    Objective slide =
        w -> {
          assertTrue(Float.isFinite(w[0]));
          return new Objective.Value(-1e-6 * w[0], new float[] {-1e-6f});
        };
    LbfgsState state = RULE.start(slide, new float[] {1e38f});
    run(slide, state, 100);
    assertTrue(Float.isFinite(state.weights()[0]));
  }

  @Test
  void weightsBehindTheGradientAreLeftAlone() {
    Surface bowl = Surface.parabola(1, 2, 3);
    Objective three = w -> bowl.at(Arrays.copyOf(w, 3));
    float[] start = {5, 5, 5, 7, 8};
    LbfgsState state = RULE.start(three, start);
    run(three, state, 50);
    assertArrayEquals(new float[] {0, 1, 2, 7, 8}, state.weights(), 1e-3f);
    assertArrayEquals(new float[] {5, 5, 5, 7, 8}, start);
  }

  @Test
  void atTheBottomThereIsNowhereToGo() {
    LbfgsState state = RULE.start(Surface.parabola(1, 2), new float[] {0, 1});
    assertEquals(Outcome.STATIONARY, RULE.iterate(Surface.parabola(1, 2), state));
    assertEquals(1, state.evaluations());
  }

  @Test
  void noiseOfFloat32DoesNotBurnEvaluations() {
    // Cost and slopes with the relative noise of float32 sums, the same at the same point.
    for (int seed = 0; seed < 20; seed++) {
      Surface smooth = Surface.random(new Random(seed), 10);
      long salt = seed;
      Objective noisy =
          w -> {
            Objective.Value value = smooth.at(w);
            Random random = new Random(31 * Arrays.hashCode(w) + salt);
            float[] g = value.gradient();
            for (int i = 0; i < g.length; i++) {
              g[i] += (float) (1e-7 * random.nextGaussian() * Math.abs(value.cost()));
            }
            return new Objective.Value(value.cost() * (1 + 3e-8 * random.nextGaussian()), g);
          };
      LbfgsState state = RULE.start(noisy, new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
      Outcome outcome = run(noisy, state, 500);
      String where = "seed " + seed + ", " + state + ", " + outcome;
      assertEquals(Outcome.STATIONARY, outcome, where);
      assertTrue(state.evaluations() < 1.5 * state.iterations() + 20, where);
    }
  }
}
