package org.spindleml.nn;

import java.util.Arrays;

/**
 * How initial weights are drawn. Most rules are a variance in the layer's inputs ("fan in") and
 * outputs ("fan out"), drawn uniformly or normally around 0; biases begin at 0.
 */
public enum Initializer implements Named {
  /** The rule that fits the layer's activation; see {@link #fitting}. */
  AUTO("auto"),
  /** Variance 2 / (in + out), uniform (Glorot, Bengio 2010, equation 16). */
  GLOROT_UNIFORM("glorotUniform"),
  /** Variance 2 / (in + out), normal (Glorot, Bengio 2010, equation 12). */
  GLOROT_NORMAL("glorotNormal"),
  /** Variance 2 / in, uniform (He, Zhang, Ren, Sun 2015, equation 10). */
  HE_UNIFORM("heUniform"),
  /** Variance 2 / in, normal (He, Zhang, Ren, Sun 2015, equation 10). */
  HE_NORMAL("heNormal"),
  /** Variance 1 / in, uniform (LeCun, Bottou, Orr, Müller 1998, section 4.6). */
  LECUN_UNIFORM("lecunUniform"),
  /** Variance 1 / in, normal (LeCun, Bottou, Orr, Müller 1998, section 4.6). */
  LECUN_NORMAL("lecunNormal"),
  /**
   * A random matrix whose columns (or rows, whichever are fewer) are orthonormal (Saxe, McClelland,
   * Ganguli 2014), by Gram-Schmidt on normal numbers.
   */
  ORTHOGONAL("orthogonal"),
  /** All 0: only of use without hidden layers, where the units of a layer need not differ. */
  ZEROS("zeros");

  private final String label;

  Initializer(String label) {
    this.label = label;
  }

  /**
   * Draws the weight matrix of a layer.
   *
   * @param w the network's weights
   * @param at where the layer's inputs × outputs matrix begins
   * @param inputs rows of the matrix
   * @param outputs columns of the matrix
   * @param activation the layer's activation, which decides what {@link #AUTO} means
   * @param random the layer's own random numbers
   */
  void draw(
      float[] w, int at, int inputs, int outputs, Activation activation, CounterRandom random) {
    switch (this) {
      case AUTO -> fitting(activation).draw(w, at, inputs, outputs, activation, random);
      case GLOROT_UNIFORM, HE_UNIFORM, LECUN_UNIFORM -> {
        double limit = Math.sqrt(3 * variance(inputs, outputs));
        for (int i = 0; i < inputs * outputs; i++) {
          w[at + i] = (float) (limit * (2 * random.uniform(i) - 1));
        }
      }
      case GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL -> {
        double deviation = Math.sqrt(variance(inputs, outputs));
        for (int i = 0; i < inputs * outputs; i++) {
          w[at + i] = (float) (deviation * random.gaussian(i));
        }
      }
      case ORTHOGONAL -> drawOrthogonal(w, at, inputs, outputs, random);
      case ZEROS -> Arrays.fill(w, at, at + inputs * outputs, 0);
    }
  }

  private double variance(int inputs, int outputs) {
    return switch (this) {
      case GLOROT_UNIFORM, GLOROT_NORMAL -> 2.0 / ((double) inputs + outputs);
      case HE_UNIFORM, HE_NORMAL -> 2.0 / inputs;
      case LECUN_UNIFORM, LECUN_NORMAL -> 1.0 / inputs;
      case AUTO, ORTHOGONAL, ZEROS ->
          throw new IllegalStateException(label + " is not drawn by variance");
    };
  }

  private static void drawOrthogonal(
      float[] w, int at, int inputs, int outputs, CounterRandom random) {
    int vectors = Math.min(inputs, outputs);
    int length = Math.max(inputs, outputs);
    double[][] q = new double[vectors][length];
    for (int v = 0; v < vectors; v++) {
      for (int i = 0; i < length; i++) {
        q[v][i] = random.gaussian((long) v * length + i);
      }
      // Twice is enough (Giraud, Langou, Rozložník 2005): once leaves what cancellation spoils.
      for (int pass = 0; pass < 2; pass++) {
        for (int u = 0; u < v; u++) {
          addMultiple(q[v], -dot(q[v], q[u]), q[u]);
        }
      }
      double norm = Math.sqrt(dot(q[v], q[v]));
      for (int i = 0; i < length; i++) {
        q[v][i] /= norm;
      }
    }
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < outputs; j++) {
        w[at + i * outputs + j] = (float) (outputs <= inputs ? q[j][i] : q[i][j]);
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addMultiple(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }

  /**
   * The rule that keeps the variance of signals level through an activation: Glorot for linear
   * layers and for functions that are nearly linear around 0, LeCun for SELU, He for the ReLU
   * family.
   *
   * @param activation the activation
   * @return the rule
   */
  public static Initializer fitting(Activation activation) {
    return switch (activation) {
      case LINEAR, SIGMOID, TANH, SOFTMAX -> GLOROT_UNIFORM;
      case SELU -> LECUN_NORMAL;
      case RELU, LEAKY_RELU, PRELU, ELU, SWISH, GELU, SOFTPLUS, MISH -> HE_NORMAL;
    };
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Finds an initialiser by name.
   *
   * @param name for example "heNormal"; case does not matter
   * @return the initialiser
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  public static Initializer named(String name) {
    return Named.find("initializer", name, values());
  }
}
