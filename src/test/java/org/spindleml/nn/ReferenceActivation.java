package org.spindleml.nn;

/**
 * The activations again, as their papers write them, on one number in double. Softmax, which takes
 * a row, is in {@link ReferenceNetwork}.
 */
final class ReferenceActivation {
  private static final double SELU_SCALE = 1.0507009873554804934193349852946;
  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  private ReferenceActivation() {}

  /** f(x), with PReLU's slope a. */
  static double value(Activation activation, double x, double a) {
    return switch (activation) {
      case LINEAR -> x;
      case SIGMOID -> sigmoid(x);
      case TANH -> Math.tanh(x);
      case RELU -> x > 0 ? x : 0;
      case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
      case PRELU -> x > 0 ? x : a * x;
      case ELU -> x > 0 ? x : Math.expm1(x);
      case SWISH -> x * sigmoid(x);
      case GELU -> x * normalCdf(x);
      case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
      case SOFTPLUS -> softplus(x);
      case MISH -> x * Math.tanh(softplus(x));
      case SOFTMAX -> throw new IllegalArgumentException("softmax takes a row");
    };
  }

  /** f′(x), with PReLU's slope a. */
  static double slope(Activation activation, double x, double a) {
    return switch (activation) {
      case LINEAR -> 1;
      case SIGMOID -> sigmoid(x) * sigmoid(-x);
      case TANH -> 1 / (Math.cosh(x) * Math.cosh(x));
      case RELU -> x > 0 ? 1 : 0;
      case LEAKY_RELU -> x > 0 ? 1 : 0.01;
      case PRELU -> x > 0 ? 1 : a;
      case ELU -> x > 0 ? 1 : Math.exp(x);
      case SWISH -> sigmoid(x) * (1 + x * sigmoid(-x));
      case GELU -> normalCdf(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case SELU -> SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x));
      case SOFTPLUS -> sigmoid(x);
      case MISH -> {
        double t = Math.tanh(softplus(x));
        yield t + x * (1 - t * t) * sigmoid(x);
      }
      case SOFTMAX -> throw new IllegalArgumentException("softmax takes a row");
    };
  }

  /** Whether the slope jumps or bends at 0, where a central difference means nothing. */
  static boolean hasKink(Activation activation) {
    return switch (activation) {
      case RELU, LEAKY_RELU, PRELU, ELU, SELU -> true;
      default -> false;
    };
  }

  static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }

  static double softplus(double x) {
    return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }

  /**
   * Φ(x): near 0 by its series, further out by its continued fraction (both Abramowitz, Stegun
   * 26.2).
   */
  static double normalCdf(double x) {
    double z = Math.abs(x);
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    double upperTail;
    if (z < 4) {
      double term = z;
      double sum = z;
      for (int n = 1; Math.abs(term) > 1e-20; n++) {
        term *= z * z / (2 * n + 1);
        sum += term;
      }
      upperTail = 0.5 - density * sum;
    } else {
      double fraction = z;
      for (int n = 200; n >= 1; n--) {
        fraction = z + n / fraction;
      }
      upperTail = density / fraction;
    }
    return x > 0 ? 1 - upperTail : upperTail;
  }
}
