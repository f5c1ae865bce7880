package org.spindleml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds the bottom of a stretched parabola and of Rosenbrock's valley. */
class ConvergenceTest {
  private enum Surface {
    /** (x − 3)² / 2 + 10 (y + 1)² / 2. */
    PARABOLA(new float[] {-1, 2}, new float[] {3, -1}) {
      @Override
      void gradient(float x, float y, float[] g) {
        g[0] = x - 3;
        g[1] = 10 * (y + 1);
      }
    },
    /** (1 − x)² + 100 (y − x²)² (Rosenbrock 1960). */
    ROSENBROCK(new float[] {-1.2f, 1}, new float[] {1, 1}) {
      @Override
      void gradient(float x, float y, float[] g) {
        g[0] = -2 * (1 - x) - 400 * x * (y - x * x);
        g[1] = 200 * (y - x * x);
      }
    };

    final float[] start;
    final float[] bottom;

    Surface(float[] start, float[] bottom) {
      this.start = start;
      this.bottom = bottom;
    }

    abstract void gradient(float x, float y, float[] g);
  }

  static Stream<Arguments> table() {
    List<Span> all = List.of(new Span(0, 2));
    return Stream.of(
        Arguments.of(new GradientDescent(), Surface.PARABOLA, 0.1, 300),
        Arguments.of(Momentum.defaults(), Surface.PARABOLA, 0.02, 500),
        Arguments.of(Nesterov.defaults(), Surface.PARABOLA, 0.02, 500),
        Arguments.of(AdaGrad.defaults(), Surface.PARABOLA, 1, 500),
        Arguments.of(RmsProp.defaults(), Surface.PARABOLA, 0.05, 1000),
        Arguments.of(Adam.defaults(), Surface.PARABOLA, 0.1, 1000),
        Arguments.of(new AdamW(0.9, 0.999, 1e-8, 1e-4, all), Surface.PARABOLA, 0.1, 1000),
        Arguments.of(new GradientDescent(), Surface.ROSENBROCK, 1e-3, 50_000),
        Arguments.of(Momentum.defaults(), Surface.ROSENBROCK, 1e-3, 10_000),
        Arguments.of(Nesterov.defaults(), Surface.ROSENBROCK, 1e-3, 10_000),
        Arguments.of(AdaGrad.defaults(), Surface.ROSENBROCK, 1, 20_000),
        Arguments.of(RmsProp.defaults(), Surface.ROSENBROCK, 0.01, 20_000),
        Arguments.of(Adam.defaults(), Surface.ROSENBROCK, 0.02, 10_000),
        Arguments.of(new AdamW(0.9, 0.999, 1e-8, 1e-4, all), Surface.ROSENBROCK, 0.02, 10_000));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("table")
  void findsTheBottom(Optimizer rule, Surface surface, double rate, int steps) {
    Schedule schedule = new WarmupSchedule(10, new CosineSchedule(rate, steps));
    OptimizerState state = rule.start(2);
    float[] w = surface.start.clone();
    float[] g = new float[2];
    for (int t = 0; t < steps; t++) {
      surface.gradient(w[0], w[1], g);
      rule.step(w, g, schedule.at(t), state);
    }
    assertArrayEquals(surface.bottom, w, 0.01f);
  }
}
