package org.spindleml.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network again, naive and in double, one row and one unit at a time: what the core must agree
 * with. Its weights lie in the same flat order.
 */
record ReferenceNetwork(int inputs, List<HiddenLayer> hidden, int outputs, Loss loss) {

  /** Weighted sums and outputs of one row, layer by layer. */
  private record Signals(List<double[]> z, List<double[]> y) {
    double[] logits() {
      return y.get(y.size() - 1);
    }
  }

  /** The same network in the core. */
  Network core() {
    return Network.of(inputs, hidden, outputs);
  }

  int depth() {
    return hidden.size() + 1;
  }

  private int width(int layer) {
    return layer < hidden.size() ? hidden.get(layer).units() : outputs;
  }

  private int widthBefore(int layer) {
    return layer == 0 ? inputs : width(layer - 1);
  }

  private Activation activation(int layer) {
    return layer < hidden.size() ? hidden.get(layer).activation() : Activation.LINEAR;
  }

  /** Where a layer's weights begin: matrix, bias, slopes of the layers before. */
  private int at(int layer) {
    int at = 0;
    for (int l = 0; l < layer; l++) {
      at += (widthBefore(l) + 1) * width(l) + (activation(l) == Activation.PRELU ? width(l) : 0);
    }
    return at;
  }

  double[] logits(double[] w, double[] row) {
    return forward(w, row).logits();
  }

  private Signals forward(double[] w, double[] row) {
    Signals signals = new Signals(new ArrayList<>(), new ArrayList<>());
    double[] x = row;
    for (int l = 0; l < depth(); l++) {
      int bias = at(l) + widthBefore(l) * width(l);
      double[] z = new double[width(l)];
      double[] y = new double[width(l)];
      for (int j = 0; j < width(l); j++) {
        z[j] = w[bias + j];
        for (int i = 0; i < widthBefore(l); i++) {
          z[j] += x[i] * w[at(l) + i * width(l) + j];
        }
        if (activation(l) != Activation.SOFTMAX) {
          y[j] = ReferenceActivation.value(activation(l), z[j], slopeOf(w, l, j));
        }
      }
      signals.z().add(z);
      signals.y().add(activation(l) == Activation.SOFTMAX ? ReferenceLoss.softmax(z) : y);
      x = signals.y().get(l);
    }
    return signals;
  }

  private double slopeOf(double[] w, int layer, int unit) {
    int slopes = at(layer) + (widthBefore(layer) + 1) * width(layer);
    return activation(layer) == Activation.PRELU ? w[slopes + unit] : 0;
  }

  /** The smallest |z| of a row at an activation with a kink at 0. */
  double distanceFromKinks(double[] w, double[] row) {
    Signals signals = forward(w, row);
    double least = Double.POSITIVE_INFINITY;
    for (int l = 0; l < hidden.size(); l++) {
      if (ReferenceActivation.hasKink(activation(l))) {
        least =
            Math.min(least, Arrays.stream(signals.z().get(l)).map(Math::abs).min().orElseThrow());
      }
    }
    return least;
  }

  /** Σ weight × loss. */
  double lossSum(double[] w, Rows rows) {
    double sum = 0;
    for (int r = 0; r < rows.count(); r++) {
      double[] logits = logits(w, rows.inputs()[r]);
      sum += rows.weights()[r] * ReferenceLoss.value(loss, logits, rows.labels()[r]);
    }
    return sum;
  }

  /** Σ weight × gradient. */
  double[] gradient(double[] w, Rows rows) {
    double[] sum = new double[w.length];
    for (int r = 0; r < rows.count(); r++) {
      double[] g = gradient(w, rows.inputs()[r], rows.labels()[r]);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += rows.weights()[r] * g[i];
      }
    }
    return sum;
  }

  /** One row's gradient by back-propagation. */
  double[] gradient(double[] w, double[] row, double[] labels) {
    double[] g = new double[w.length];
    Signals signals = forward(w, row);
    double[] dy = ReferenceLoss.slope(loss, signals.logits(), labels);
    for (int l = depth() - 1; l >= 0; l--) {
      double[] x = l == 0 ? row : signals.y().get(l - 1);
      double[] z = signals.z().get(l);
      int bias = at(l) + x.length * z.length;
      if (activation(l) == Activation.PRELU) {
        for (int j = 0; j < z.length; j++) {
          g[bias + z.length + j] = z[j] > 0 ? 0 : dy[j] * z[j];
        }
      }
      double[] dz = delta(w, l, z, signals.y().get(l), dy);
      double[] dx = new double[x.length];
      for (int j = 0; j < z.length; j++) {
        g[bias + j] = dz[j];
        for (int i = 0; i < x.length; i++) {
          g[at(l) + i * z.length + j] = x[i] * dz[j];
          dx[i] += w[at(l) + i * z.length + j] * dz[j];
        }
      }
      dy = dx;
    }
    return g;
  }

  private double[] delta(double[] w, int layer, double[] z, double[] y, double[] dy) {
    double[] dz = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      if (activation(layer) == Activation.SOFTMAX) {
        for (int k = 0; k < z.length; k++) {
          dz[j] += dy[k] * y[k] * ((j == k ? 1 : 0) - y[j]);
        }
      } else {
        dz[j] = dy[j] * ReferenceActivation.slope(activation(layer), z[j], slopeOf(w, layer, j));
      }
    }
    return dz;
  }

  @Override
  public String toString() {
    return core()
        + " "
        + hidden.stream().map(h -> h.activation().label()).distinct().toList()
        + " "
        + loss;
  }
}
