package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The first two steps of every rule, by hand. */
class FirstStepsTest {
  private static final float ROUNDING = 3e-7f;

  private final float[] w = {1, -2};
  private final float[] first = {0.5f, -1};
  private final float[] second = {0.25f, 2};

  @Test
  void gradientDescent() {
    Optimizer rule = new GradientDescent();
    OptimizerState state = rule.start(2);
    rule.step(w, first, 0.1, state);
    // 1 − 0.1 · 0.5, −2 + 0.1 · 1
    assertArrayEquals(new float[] {0.95f, -1.9f}, w, ROUNDING);
    rule.step(w, second, 0.2, state);
    // 0.95 − 0.2 · 0.25, −1.9 − 0.2 · 2
    assertArrayEquals(new float[] {0.9f, -2.3f}, w, ROUNDING);
    assertEquals(2, state.steps());
  }

  @Test
  void momentum() {
    Optimizer rule = Momentum.defaults();
    OptimizerState state = rule.start(2);
    rule.step(w, first, 0.1, state);
    // v = g: 1 − 0.1 · 0.5, −2 + 0.1 · 1
    assertArrayEquals(new float[] {0.95f, -1.9f}, w, ROUNDING);
    rule.step(w, second, 0.2, state);
    // v = 0.9 · 0.5 + 0.25 = 0.7 and −0.9 + 2 = 1.1: 0.95 − 0.2 · 0.7, −1.9 − 0.2 · 1.1
    assertArrayEquals(new float[] {0.81f, -2.12f}, w, ROUNDING);
    assertArrayEquals(new float[] {0.7f, 1.1f}, state.memory()[0], ROUNDING);
  }

  @Test
  void nesterov() {
    Optimizer rule = Nesterov.defaults();
    OptimizerState state = rule.start(2);
    rule.step(w, first, 0.1, state);
    // v = g, g + 0.9 v = 0.95 and −1.9: 1 − 0.1 · 0.95, −2 + 0.1 · 1.9
    assertArrayEquals(new float[] {0.905f, -1.81f}, w, ROUNDING);
    rule.step(w, second, 0.2, state);
    // v = 0.7 and 1.1; g + 0.9 v = 0.25 + 0.63 = 0.88 and 2 + 0.99 = 2.99:
    // 0.905 − 0.2 · 0.88, −1.81 − 0.2 · 2.99
    assertArrayEquals(new float[] {0.729f, -2.408f}, w, ROUNDING);
    assertArrayEquals(new float[] {0.7f, 1.1f}, state.memory()[0], ROUNDING);
  }

  @Test
  void adagrad() {
    Optimizer rule = new AdaGrad(0.5);
    OptimizerState state = rule.start(2);
    rule.step(w, first, 0.1, state);
    // s = g²: 1 − 0.1 · 0.5 / (0.5 + 0.5), −2 + 0.1 · 1 / (1 + 0.5)
    assertArrayEquals(new float[] {0.95f, -1.9333333f}, w, ROUNDING);
    rule.step(w, second, 0.2, state);
    // s = 0.25 + 0.0625 = 0.3125, √s = 0.5590170: 0.95 − 0.2 · 0.25 / 1.0590170
    // s = 1 + 4 = 5, √s = 2.2360680: −1.9333333 − 0.2 · 2 / 2.7360680
    assertArrayEquals(new float[] {0.9027864f, -2.0795285f}, w, 1e-6f);
    assertArrayEquals(new float[] {0.3125f, 5}, state.memory()[0], ROUNDING);
  }

  @Test
  void adagradLeavesAWeightWithoutSlopeAlone() {
    Optimizer rule = AdaGrad.defaults();
    OptimizerState state = rule.start(1);
    float[] x = {3};
    rule.step(x, new float[1], 0.1, state);
    assertEquals(3f, x[0]);
    rule.step(x, new float[] {1e-5f}, 0.1, state);
    // The first slope that is not 0 makes a step of η, however small it is.
    assertEquals(2.9f, x[0], 2e-6f);
  }

  @Test
  void rmsprop() {
    Optimizer rule = new RmsProp(0.75, 0.5);
    OptimizerState state = rule.start(2);
    rule.step(w, first, 0.1, state);
    // s = 0.25 · 0.25, √s = 0.25: 1 − 0.1 · 0.5 / 0.75; s = 0.25, √s = 0.5: −2 + 0.1 · 1 / 1
    assertArrayEquals(new float[] {0.9333333f, -1.9f}, w, ROUNDING);
    rule.step(w, second, 0.2, state);
    // s = 0.75 · 0.0625 + 0.25 · 0.0625 = 0.0625, √s = 0.25: 0.9333333 − 0.2 · 0.25 / 0.75
    // s = 0.75 · 0.25 + 0.25 · 4 = 1.1875, √s = 1.0897247: −1.9 − 0.2 · 2 / 1.5897247
    assertArrayEquals(new float[] {0.8666667f, -2.1516159f}, w, 1e-6f);
    assertArrayEquals(new float[] {0.0625f, 1.1875f}, state.memory()[0], ROUNDING);
  }

  @Test
  void rmspropWithTheUsualConstantsBeginsWithTenfoldSteps() {
    float[] x = {1, -2};
    Optimizer rule = RmsProp.defaults();
    rule.step(x, first, 0.01, rule.start(2));
    // s = 0.01 g², √s = 0.1 |g|
    assertArrayEquals(new float[] {0.9f, -1.9f}, x, 1e-6f);
  }

  @Test
  void adamWithTheUsualConstants() {
    Optimizer rule = Adam.defaults();
    OptimizerState state = rule.start(2);
    rule.step(w, first, 0.1, state);
    // The first step is η · sign(g) but for ε.
    assertArrayEquals(new float[] {0.9f, -1.9f}, w, ROUNDING);
    rule.step(w, second, 0.1, state);
    // m = 0.9 · 0.05 + 0.1 · 0.25 = 0.07; v = 0.999 · 0.00025 + 0.001 · 0.0625 = 0.00031225;
    // m / 0.19 = 0.368421; √(v / 0.001999) = 0.395225; their quotient is 0.932180.
    // m = −0.09 + 0.2 = 0.11; v = 0.000999 + 0.004 = 0.004999;
    // m / 0.19 = 0.578947; √(v / 0.001999) = 1.581376; their quotient is 0.366104.
    assertArrayEquals(new float[] {0.9f - 0.0932180f, -1.9f - 0.0366104f}, w, 1e-6f);
    assertArrayEquals(new float[] {0.07f, 0.11f}, state.memory()[0], ROUNDING);
    assertArrayEquals(new float[] {0.00031225f, 0.004999f}, state.memory()[1], 1e-9f);
  }

  @Test
  void adamAddsEpsilonBehindTheCorrectedRoot() {
    Optimizer rule = new Adam(0.5, 0.75, 0.5);
    OptimizerState state = rule.start(1);
    float[] x = {1};
    rule.step(x, new float[] {2}, 0.5, state);
    // m = 1, v = 1; m / 0.5 = 2, √(v / 0.25) = 2; 1 − 0.5 · 2 / (2 + 0.5)
    assertEquals(0.6f, x[0], ROUNDING);
    rule.step(x, new float[] {1}, 0.5, state);
    // m = 1, v = 1; m / 0.75 = 4/3, √(v / 0.4375) = 1.511858; 0.6 − 0.5 · 4/3 / 2.011858
    assertEquals(0.2686313f, x[0], ROUNDING);
  }

  @Test
  void adamwDecaysItsSpansAndNothingElse() {
    Optimizer rule = new AdamW(0.5, 0.75, 0.5, 0.1, List.of(new Span(0, 1), new Span(2, 3)));
    OptimizerState state = rule.start(3);
    float[] x = {1, 1, 10};
    rule.step(x, new float[] {2, 2, 2}, 0.5, state);
    // 1 − 0.5 · 0.1 · 1 = 0.95, 10 − 0.5 = 9.5, then Adam's 0.4
    assertArrayEquals(new float[] {0.55f, 0.6f, 9.1f}, x, 1e-6f);
    rule.step(x, new float[] {1, 1, 1}, 0.5, state);
    // 0.55 · 0.95 = 0.5225, 9.1 · 0.95 = 8.645, then Adam's 0.3313687
    assertArrayEquals(new float[] {0.1911313f, 0.2686313f, 8.3136313f}, x, 1e-6f);
  }
}
