package org.spindleml.optim;

import java.util.Random;

/** Costs to minimise in tests: their value and slopes in double, rounded to float32 slopes. */
interface Surface extends Objective {
  /** The cost at x; slopes go to g. */
  double at(double[] x, double[] g);

  @Override
  default Value at(float[] weights) {
    double[] x = new double[weights.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = weights[i];
    }
    double[] g = new double[x.length];
    double cost = at(x, g);
    float[] gradient = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      gradient[i] = (float) g[i];
    }
    return new Value(cost, gradient);
  }

  /** Σ aᵢ (xᵢ − i)² / 2 + 1, the bottom at 0, 1, 2 …. */
  static Surface parabola(double... a) {
    return (x, g) -> {
      double cost = 1;
      for (int i = 0; i < x.length; i++) {
        g[i] = a[i] * (x[i] - i);
        cost += g[i] * (x[i] - i) / 2;
      }
      return cost;
    };
  }

  /** Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², the bottom at 1, 1 … (Rosenbrock 1960). */
  static Surface rosenbrock() {
    return (x, g) -> {
      double cost = 0;
      for (int i = 0; i + 1 < x.length; i++) {
        double bend = x[i + 1] - x[i] * x[i];
        cost += 100 * bend * bend + (1 - x[i]) * (1 - x[i]);
        g[i] += -400 * x[i] * bend - 2 * (1 - x[i]);
        g[i + 1] += 200 * bend;
      }
      return cost;
    };
  }

  /** A random sum of a parabola, fourth powers and waves: many bottoms, none at infinity. */
  static Surface random(Random random, int size) {
    double[] a = new double[size];
    double[] b = new double[size];
    double[] waves = new double[size];
    double[] lengths = new double[size];
    for (int i = 0; i < size; i++) {
      a[i] = Math.exp(4 * random.nextGaussian());
      b[i] = random.nextDouble();
      waves[i] = 3 * random.nextGaussian();
      lengths[i] = 1 + 3 * random.nextDouble();
    }
    return (x, g) -> {
      double cost = 10;
      for (int i = 0; i < size; i++) {
        double y = x[i] - (i > 0 ? 0.5 * x[i - 1] : 0);
        double slope = a[i] * y + 4 * b[i] * y * y * y;
        double angle = lengths[i] * y;
        slope += waves[i] * lengths[i] * Math.cos(angle);
        cost += a[i] * y * y / 2 + b[i] * y * y * y * y + waves[i] * Math.sin(angle);
        g[i] += slope;
        if (i > 0) {
          g[i - 1] -= 0.5 * slope;
        }
      }
      return cost;
    };
  }
}
