package org.spindleml.nn;

import org.spindleml.linalg.RowMath;
import org.spindleml.linalg.VectorMath;

/**
 * Activation functions, over a block of rows × width weighted sums.
 *
 * <p>Each function has its own pair of loops, in arithmetic without branches, so that the
 * just-in-time compiler vectorises it. At a kink the slope is the one from the left (0 for ReLU),
 * as in PyTorch.
 */
public enum Activation implements Named {
  /** y = x. */
  LINEAR("linear", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      if (x != y) {
        System.arraycopy(x, 0, y, 0, rows * width);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {}
  },

  /** y = 1 / (1 + e⁻ˣ); slope y (1 − y). */
  SIGMOID("sigmoid", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = VectorMath.sigmoid(x[i]);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int i = 0; i < rows * width; i++) {
        d[i] *= y[i] * (1 - y[i]);
      }
    }
  },

  /** y = tanh x; slope 1 − y². */
  TANH("tanh", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = VectorMath.tanh(x[i]);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int i = 0; i < rows * width; i++) {
        d[i] *= 1 - y[i] * y[i];
      }
    }
  },

  /** yⱼ = eˣʲ / Σₖ eˣᵏ over the units of a layer; its slope is the matrix yⱼ (δⱼₖ − yₖ). */
  SOFTMAX("softmax", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      RowMath.softmaxRows(x, 0, y, 0, rows, width);
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int from = 0; from < rows * width; from += width) {
        float mean = 0;
        for (int i = from; i < from + width; i++) {
          mean += y[i] * d[i];
        }
        for (int i = from; i < from + width; i++) {
          d[i] = y[i] * (d[i] - mean);
        }
      }
    }
  },

  /** y = max(x, 0) (Nair, Hinton 2010). */
  RELU("relu", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = Math.max(x[i], 0);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int i = 0; i < rows * width; i++) {
        d[i] *= isPositive(y[i]);
      }
    }
  },

  /** y = x for x &gt; 0, else 0.01 x (Maas, Hannun, Ng 2013). */
  LEAKY_RELU("leakyRelu", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = Math.max(x[i], 0) + LEAK * Math.min(x[i], 0);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int i = 0; i < rows * width; i++) {
        d[i] *= LEAK + (1 - LEAK) * isPositive(y[i]);
      }
    }
  },

  /**
   * y = x for x &gt; 0, else aⱼ x with a trained slope aⱼ per unit, at first 0.25 (He, Zhang, Ren,
   * Sun 2015).
   */
  PRELU("prelu", false) {
    @Override
    public int parameters(int width) {
      return width;
    }

    @Override
    public void initialize(float[] w, int at, int width) {
      java.util.Arrays.fill(w, at, at + width, 0.25f);
    }

    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int from = 0; from < rows * width; from += width) {
        for (int j = 0; j < width; j++) {
          y[from + j] = Math.max(x[from + j], 0) + w[at + j] * Math.min(x[from + j], 0);
        }
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int from = 0; from < rows * width; from += width) {
        for (int j = 0; j < width; j++) {
          dw[at + j] += d[from + j] * Math.min(x[from + j], 0);
        }
        for (int j = 0; j < width; j++) {
          d[from + j] *= w[at + j] + (1 - w[at + j]) * isPositive(x[from + j]);
        }
      }
    }
  },

  /**
   * y = x for x &gt; 0, else eˣ − 1; slope 1 + min(y, 0) (Clevert, Unterthiner, Hochreiter 2016).
   */
  ELU("elu", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = Math.max(x[i], 0) + VectorMath.expm1(Math.min(x[i], 0));
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int i = 0; i < rows * width; i++) {
        d[i] *= 1 + Math.min(y[i], 0);
      }
    }
  },

  /** y = x σ(x), slope σ + y (1 − σ) (Ramachandran, Zoph, Le 2017; SiLU of Elfwing et al. 2018). */
  SWISH("swish", false) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = x[i] * VectorMath.sigmoid(x[i]);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int i = 0; i < rows * width; i++) {
        float s = VectorMath.sigmoid(x[i]);
        d[i] *= s + x[i] * s * (1 - s);
      }
    }
  },

  /** y = x Φ(x), slope Φ(x) + x φ(x), Φ the normal distribution (Hendrycks, Gimpel 2016). */
  GELU("gelu", false) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = x[i] * VectorMath.normalCdf(x[i]);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      // Two loops, because one with both functions is too long for the compiler to vectorise.
      for (int i = 0; i < rows * width; i++) {
        y[i] = x[i] * VectorMath.normalPdf(x[i]);
      }
      for (int i = 0; i < rows * width; i++) {
        d[i] *= VectorMath.normalCdf(x[i]) + y[i];
      }
    }
  },

  /**
   * y = λ x for x &gt; 0, else λ α (eˣ − 1), with the λ and α that keep mean 0 and variance 1
   * (Klambauer, Unterthiner, Mayr, Hochreiter 2017).
   */
  SELU("selu", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] =
            SELU_SCALE * Math.max(x[i], 0)
                + SELU_SCALE * SELU_ALPHA * VectorMath.expm1(Math.min(x[i], 0));
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      float left = SELU_SCALE * SELU_ALPHA;
      for (int i = 0; i < rows * width; i++) {
        d[i] *= Math.min(y[i], 0) + left + (SELU_SCALE - left) * isPositive(y[i]);
      }
    }
  },

  /** y = log(1 + eˣ), slope σ(x) = 1 − e⁻ʸ (Dugas et al. 2001). */
  SOFTPLUS("softplus", true) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        y[i] = VectorMath.softplus(x[i]);
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      for (int i = 0; i < rows * width; i++) {
        d[i] *= -VectorMath.expm1(-y[i]);
      }
    }
  },

  /**
   * y = x t with t = tanh(softplus(x)), slope t + x (1 − t²) σ(x) (Misra 2019).
   *
   * <p>With e = eˣ and n = e (e + 2), t is n / (n + 2) and (1 − t²) σ is 4 e (e + 1) / (n + 2)².
   * From x = 20 on, t is 1 and the slope 1 in float32; e is kept from overflowing there.
   */
  MISH("mish", false) {
    @Override
    public void forward(float[] x, float[] y, int rows, int width, float[] w, int at) {
      for (int i = 0; i < rows * width; i++) {
        float e = VectorMath.exp(Math.min(x[i], 20));
        float n = e * (e + 2);
        y[i] = x[i] * (n / (n + 2));
      }
    }

    @Override
    public void backward(
        float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw) {
      // Two loops for the compiler's sake, as for GELU.
      for (int i = 0; i < rows * width; i++) {
        y[i] = VectorMath.exp(Math.min(x[i], 20));
      }
      for (int i = 0; i < rows * width; i++) {
        float e = y[i];
        float n = e * (e + 2);
        d[i] *= (n + 4 * (e * (e + 1) / (n + 2)) * Math.min(x[i], 20)) / (n + 2);
      }
    }
  };

  private static final float LEAK = 0.01f;
  private static final float SELU_SCALE = 1.050700987355480f;
  private static final float SELU_ALPHA = 1.673263242354377f;

  private final String label;
  private final boolean slopeFromOutput;

  Activation(String label, boolean slopeFromOutput) {
    this.label = label;
    this.slopeFromOutput = slopeFromOutput;
  }

  /**
   * Computes the outputs of a block.
   *
   * @param x weighted sums, rows × width
   * @param y outputs, rows × width; may be {@code x} itself if {@link #slopeFromOutput}
   * @param rows rows in the block
   * @param width units of the layer
   * @param w the network's weights
   * @param at where this function's own {@link #parameters} begin
   */
  public abstract void forward(float[] x, float[] y, int rows, int width, float[] w, int at);

  /**
   * Turns the error of a block's outputs into the delta of its weighted sums: error × slope.
   *
   * @param x weighted sums, rows × width; not read if {@link #slopeFromOutput}
   * @param y outputs, rows × width; nobody reads them afterwards, so they may be overwritten
   * @param d in: slope of the loss on the outputs; out: on the weighted sums; rows × width
   * @param rows rows in the block
   * @param width units of the layer
   * @param w the network's weights
   * @param at where this function's own {@link #parameters} begin
   * @param dw gradient sum that the function's own parameters add to
   */
  public abstract void backward(
      float[] x, float[] y, float[] d, int rows, int width, float[] w, int at, float[] dw);

  /**
   * Whether the slope is a function of the output alone, so that the weighted sums need not be
   * kept.
   *
   * @return true if so
   */
  public boolean slopeFromOutput() {
    return slopeFromOutput;
  }

  /**
   * How many trained parameters of its own the function has.
   *
   * @param width units of the layer
   * @return the number; 0 for all but {@link #PRELU}
   */
  public int parameters(int width) {
    return 0;
  }

  /**
   * Sets the function's own parameters to their initial values.
   *
   * @param w the network's weights
   * @param at where the function's parameters begin
   * @param width units of the layer
   */
  public void initialize(float[] w, int at, int width) {}

  @Override
  public String label() {
    return label;
  }

  /**
   * Finds an activation by name.
   *
   * @param name for example "leakyRelu"; case does not matter
   * @return the activation
   * @throws IllegalArgumentException listing the choices if there is none of that name
   */
  public static Activation named(String name) {
    return Named.find("activation", name, values());
  }

  /** 1 for every normal x above 0, 0 for x ≤ 0, without a branch; NaN for NaN. */
  private static float isPositive(float x) {
    return Math.min(1, Math.max(0, x * Float.MAX_VALUE));
  }
}
