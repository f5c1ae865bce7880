package org.spindleml.report;

import org.spindleml.nn.Activation;

/** The activations as one writes them down. */
final class Formulas {
  private Formulas() {}

  /** f(z). */
  static String value(Activation activation) {
    return switch (activation) {
      case LINEAR -> "linear: f(z) = z";
      case SIGMOID -> "sigmoid: f(z) = 1 / (1 + exp(−z))";
      case TANH -> "tanh: f(z) = (exp(z) − exp(−z)) / (exp(z) + exp(−z))";
      case SOFTMAX -> "softmax: f(z) = exp(z) / sum of exp(z) over the layer's units";
      case RELU -> "relu: f(z) = z above 0, else 0";
      case LEAKY_RELU -> "leakyRelu: f(z) = z above 0, else 0.01 z";
      case PRELU -> "prelu: f(z) = z above 0, else s z";
      case ELU -> "elu: f(z) = z above 0, else exp(z) − 1";
      case SWISH -> "swish: f(z) = z σ(z), σ(z) = 1 / (1 + exp(−z))";
      case GELU -> "gelu: f(z) = z Φ(z), Φ the normal distribution";
      case SELU -> "selu: f(z) = 1.0507 z above 0, else 1.7581 (exp(z) − 1)";
      case SOFTPLUS -> "softplus: f(z) = log(1 + exp(z))";
      case MISH -> "mish: f(z) = z tanh(log(1 + exp(z)))";
    };
  }

  /** f′(z). */
  static String slope(Activation activation) {
    return switch (activation) {
      case LINEAR -> "of linear: 1";
      case SIGMOID -> "of sigmoid: a (1 − a)";
      case TANH -> "of tanh: 1 − a²";
      case SOFTMAX -> "of softmax: a (1 − a) on its own, −a × the other a on another's";
      case RELU -> "of relu: 1 above 0, else 0";
      case LEAKY_RELU -> "of leakyRelu: 1 above 0, else 0.01";
      case PRELU -> "of prelu: 1 above 0, else s";
      case ELU -> "of elu: 1 above 0, else exp(z)";
      case SWISH -> "of swish: σ(z) + a (1 − σ(z))";
      case GELU -> "of gelu: Φ(z) + z φ(z), φ the normal density";
      case SELU -> "of selu: 1.0507 above 0, else 1.7581 exp(z)";
      case SOFTPLUS -> "of softplus: σ(z) = 1 / (1 + exp(−z))";
      case MISH -> "of mish: t + z (1 − t²) σ(z), t = tanh(log(1 + exp(z)))";
    };
  }
}
