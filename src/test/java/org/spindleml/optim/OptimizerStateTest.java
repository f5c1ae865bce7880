package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerStateTest {
  static List<Optimizer> rules() {
    return List.of(
        new GradientDescent(),
        Momentum.defaults(),
        Nesterov.defaults(),
        AdaGrad.defaults(),
        RmsProp.defaults(),
        Adam.defaults(),
        AdamW.defaults(List.of(new Span(0, 2))));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aCopyContinuesWithTheSameBits(Optimizer rule) {
    float[] w = {1, 2, 3};
    OptimizerState state = rule.start(3);
    rule.step(w, new float[] {0.1f, -0.2f, 0.3f}, 0.1, state);

    float[] resumed = w.clone();
    OptimizerState copy = state.copy();
    float[] g = {-0.3f, 0.5f, 0.7f};
    rule.step(w, g, 0.05, state);
    assertEquals(1, copy.steps(), "the copy did not move along");

    rule.step(resumed, g, 0.05, new OptimizerState(copy.steps(), copy.memory()));
    assertArrayEquals(w, resumed, 0f);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whatLiesBehindTheGradientIsLeftAlone(Optimizer rule) {
    float[] w = {1, 2, 99};
    rule.step(w, new float[] {1, 1}, 0.1, rule.start(2));
    assertEquals(99f, w[2]);
  }

  @Test
  void aStateOfAnotherRuleOrSizeIsRefused() {
    Optimizer adam = Adam.defaults();
    float[] three = new float[3];
    assertEquals(
        "the optimiser's memory has 1 arrays; this rule has 2",
        refusal(() -> adam.step(three, three, 0.1, Momentum.defaults().start(3))));
    OptimizerState small = adam.start(2);
    assertEquals(
        "the optimiser's memory is of 2 weights, the gradient of 3",
        refusal(() -> adam.step(three, three, 0.1, small)));
    assertEquals(0, small.steps(), "a refused step is not counted");
  }

  @Test
  void constantsOutOfRangeAreRefused() {
    assertEquals(
        "momentum is 1.0; it must be at least 0 and below 1", refusal(() -> new Momentum(1)));
    assertEquals(
        "momentum is -0.1; it must be at least 0 and below 1", refusal(() -> new Nesterov(-0.1)));
    assertEquals(
        "alpha is 1.0; it must be at least 0 and below 1", refusal(() -> new RmsProp(1, 1e-8)));
    assertEquals(
        "epsilon is 1.0E-60; it must be a float32 number above 0",
        refusal(() -> new RmsProp(0.99, 1e-60)));
    assertEquals(
        "epsilon is NaN; it must be a float32 number above 0",
        refusal(() -> new AdaGrad(Double.NaN)));
    assertEquals(
        "beta1 is NaN; it must be at least 0 and below 1",
        refusal(() -> new Adam(Double.NaN, 0.999, 1e-8)));
    assertEquals(
        "epsilon is 0.0; it must be a float32 number above 0",
        refusal(() -> new Adam(0.9, 0.999, 0)));
    assertEquals(
        "weight decay is -0.1; it must be a number of at least 0",
        refusal(() -> new AdamW(0.9, 0.999, 1e-8, -0.1, List.of())));
    assertEquals("no such span: from 3 to 2", refusal(() -> new Span(3, 2)));
  }

  @Test
  void aRuleReadsLikeASentence() {
    assertEquals("gradient descent", new GradientDescent().toString());
    assertEquals("momentum 0.9", Momentum.defaults().toString());
    assertEquals("nesterov, momentum 0.9", Nesterov.defaults().toString());
    assertEquals("adagrad, epsilon 1.0E-10", AdaGrad.defaults().toString());
    assertEquals("rmsprop, alpha 0.99, epsilon 1.0E-8", RmsProp.defaults().toString());
    assertEquals("adam, beta1 0.9, beta2 0.999, epsilon 1.0E-8", Adam.defaults().toString());
    assertEquals(
        "adamw, weight decay 0.01, beta1 0.9, beta2 0.999, epsilon 1.0E-8",
        AdamW.defaults(List.of()).toString());
  }

  private static String refusal(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(IllegalArgumentException.class, action).getMessage();
  }
}
