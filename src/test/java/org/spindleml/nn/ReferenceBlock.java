package org.spindleml.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Normalisation, dropout and residual layers again, naive and in double: a block of rows at once,
 * because batch norm makes every row depend on all. What the core must agree with.
 *
 * @param network whose layers and places of parameters
 * @param loss the loss of a row
 * @param masks what dropout multiplies by, [0 for inputs, else the layer's number][row][unit]; an
 *     empty array in a place without dropout
 * @param places where each parameter begins, by name
 */
record ReferenceBlock(Network network, Loss loss, double[][][] masks, Map<String, Integer> places) {
  private static final double EPSILON = 1e-5;

  /** A layer's way through a block, [row][unit]. */
  private static final class Signals {
    double[][] x;
    double[][] scaled;
    double[][] deviation;
    double[][] v;
    double[][] a;
    double[][] y;
    double[] mean;
    double[] variance;
  }

  /** The masks that the core uses for rows that begin a leaf's step. */
  static double[][][] masks(Network network, CounterRandom random, int rows) {
    List<Dropout> dropouts = new ArrayList<>(List.of(network.inputDropout()));
    network.layers().forEach(layer -> dropouts.add(layer.dropout()));
    double[][][] masks = new double[dropouts.size()][0][];
    for (int place = 0; place < masks.length; place++) {
      if (dropouts.get(place).isOn()) {
        int width = place == 0 ? network.inputs() : network.layers().get(place - 1).outputs();
        float[] mask = new float[rows * width];
        Arrays.fill(mask, 1);
        dropouts.get(place).apply(random, 0, mask, mask, 0, rows, width);
        masks[place] = new double[rows][width];
        for (int i = 0; i < mask.length; i++) {
          masks[place][i / width][i % width] = mask[i];
        }
      }
    }
    return masks;
  }

  ReferenceBlock(Network network, Loss loss, double[][][] masks) {
    this(network, loss, masks, places(network));
  }

  private static Map<String, Integer> places(Network network) {
    Map<String, Integer> places = new HashMap<>();
    network.parameters().forEach(parameter -> places.put(parameter.name(), parameter.at()));
    return places;
  }

  private double[][] masked(int place, double[][] x) {
    double[][] y = copy(x);
    for (int r = 0; r < x.length; r++) {
      for (int j = 0; masks[place].length > 0 && j < y[r].length; j++) {
        y[r][j] *= masks[place][r][j];
      }
    }
    return y;
  }

  private List<Signals> forward(double[] w, Rows rows, boolean training) {
    List<Signals> all = new ArrayList<>();
    double[][] x = training ? masked(0, rows.inputs()) : rows.inputs();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      int units = layer.outputs();
      Signals s = new Signals();
      s.x = x;
      s.v = new double[x.length][units];
      int weight = places.get(layer.name() + ".weight");
      int bias = places.get(layer.name() + ".bias");
      for (int r = 0; r < x.length; r++) {
        for (int j = 0; j < units; j++) {
          s.v[r][j] = w[bias + j];
          for (int i = 0; i < layer.inputs(); i++) {
            s.v[r][j] += x[r][i] * w[weight + i * units + j];
          }
        }
      }
      if (layer.isNormalized()) {
        normalize(layer, w, places, s, rows.weights(), training);
      }
      s.a = new double[x.length][units];
      for (int r = 0; r < x.length; r++) {
        for (int j = 0; j < units; j++) {
          if (layer.activation() != Activation.SOFTMAX) {
            double slope = slope(layer, w, places, j);
            s.a[r][j] = ReferenceActivation.value(layer.activation(), s.v[r][j], slope);
          }
        }
        if (layer.activation() == Activation.SOFTMAX) {
          s.a[r] = ReferenceLoss.softmax(s.v[r]);
        }
      }
      s.y = training ? masked(l + 1, s.a) : copy(s.a);
      for (int r = 0; layer.residual() && r < x.length; r++) {
        for (int j = 0; j < units; j++) {
          s.y[r][j] += x[r][j];
        }
      }
      all.add(s);
      x = s.y;
    }
    for (int r = 0; r < x.length; r++) {
      x[r][0] += rows.offsets()[r];
    }
    return all;
  }

  private static double[][] copy(double[][] x) {
    return Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
  }

  private double slope(Layer layer, double[] w, Map<String, Integer> places, int unit) {
    return layer.activation() == Activation.PRELU
        ? w[places.get(layer.name() + ".slope") + unit]
        : 0;
  }

  private static void normalize(
      Layer layer,
      double[] w,
      Map<String, Integer> places,
      Signals s,
      double[] weights,
      boolean training) {
    int rows = s.v.length;
    int units = layer.outputs();
    s.scaled = new double[rows][units];
    s.deviation = new double[rows][units];
    s.mean = new double[units];
    s.variance = new double[units];
    boolean batch = layer.normalization() == Normalization.BATCH;
    for (int j = 0; batch && j < units; j++) {
      if (training) {
        double sum = Arrays.stream(weights).sum();
        for (int r = 0; r < rows; r++) {
          s.mean[j] += weights[r] / sum * s.v[r][j];
        }
        for (int r = 0; r < rows; r++) {
          s.variance[j] += weights[r] / sum * Math.pow(s.v[r][j] - s.mean[j], 2);
        }
      } else {
        s.mean[j] = w[places.get(layer.name() + ".runningMean") + j];
        s.variance[j] = w[places.get(layer.name() + ".runningVariance") + j];
      }
    }
    int gain = places.get(layer.name() + ".gain");
    int shift = places.get(layer.name() + ".shift");
    for (int r = 0; r < rows; r++) {
      double rowMean = Arrays.stream(s.v[r]).sum() / units;
      double rowVariance =
          Arrays.stream(s.v[r]).map(v -> (v - rowMean) * (v - rowMean)).sum() / units;
      for (int j = 0; j < units; j++) {
        double mean = batch ? s.mean[j] : rowMean;
        s.deviation[r][j] = Math.sqrt((batch ? s.variance[j] : rowVariance) + EPSILON);
        s.scaled[r][j] = (s.v[r][j] - mean) / s.deviation[r][j];
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < units; j++) {
        s.v[r][j] = w[gain + j] * s.scaled[r][j] + w[shift + j];
      }
    }
  }

  /** Logits of a prediction, [row][output]. */
  double[][] predict(double[] w, Rows rows) {
    List<Signals> all = forward(w, rows, false);
    return all.get(all.size() - 1).y;
  }

  /** Logits in training, [row][output]. */
  double[][] train(double[] w, Rows rows) {
    List<Signals> all = forward(w, rows, true);
    return all.get(all.size() - 1).y;
  }

  /** How near the block comes to a kink of an activation or the loss, in training. */
  double distanceFromKinks(double[] w, Rows rows) {
    List<Signals> all = forward(w, rows, true);
    double least = Double.POSITIVE_INFINITY;
    for (int l = 0; l < all.size() - 1; l++) {
      if (ReferenceActivation.hasKink(network.layers().get(l).activation())) {
        for (double[] v : all.get(l).v) {
          least = Math.min(least, Arrays.stream(v).map(Math::abs).min().orElseThrow());
        }
      }
    }
    double[][] logits = all.get(all.size() - 1).y;
    for (int r = 0; r < rows.count(); r++) {
      double[] labels = rows.labels()[r];
      for (int j = 0; j < labels.length; j++) {
        double distance = ReferenceLoss.distanceFromKink(loss, logits[r], j, labels[j]);
        least = Math.min(least, distance);
      }
    }
    return least;
  }

  /** Σ weight × loss in training. */
  double lossSum(double[] w, Rows rows) {
    double[][] logits = train(w, rows);
    double sum = 0;
    for (int r = 0; r < rows.count(); r++) {
      sum += rows.weights()[r] * ReferenceLoss.value(loss, logits[r], rows.labels()[r]);
    }
    return sum;
  }

  /** Σ weight × gradient in training; in the place of running statistics weight × the block's. */
  double[] gradient(double[] w, Rows rows) {
    List<Signals> all = forward(w, rows, true);
    double[] g = new double[network.size()];
    double[][] dy = new double[rows.count()][];
    double[][] logits = all.get(all.size() - 1).y;
    for (int r = 0; r < rows.count(); r++) {
      double weight = rows.weights()[r];
      double[] slope = ReferenceLoss.slope(loss, logits[r], rows.labels()[r]);
      dy[r] = Arrays.stream(slope).map(d -> weight * d).toArray();
    }
    for (int l = all.size() - 1; l >= 0; l--) {
      dy = backward(network.layers().get(l), l + 1, w, places, all.get(l), dy, rows.weights(), g);
    }
    return g;
  }

  private double[][] backward(
      Layer layer,
      int place,
      double[] w,
      Map<String, Integer> places,
      Signals s,
      double[][] dy,
      double[] weights,
      double[] g) {
    int rows = dy.length;
    int units = layer.outputs();
    double[][] da = masked(place, dy);
    double[][] d = new double[rows][units];
    int bias = places.get(layer.name() + ".bias");
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < units; j++) {
        if (layer.activation() == Activation.SOFTMAX) {
          for (int k = 0; k < units; k++) {
            d[r][j] += da[r][k] * s.a[r][k] * ((j == k ? 1 : 0) - s.a[r][j]);
          }
        } else {
          double slope = slope(layer, w, places, j);
          d[r][j] = da[r][j] * ReferenceActivation.slope(layer.activation(), s.v[r][j], slope);
        }
        if (layer.activation() == Activation.PRELU && s.v[r][j] < 0) {
          g[places.get(layer.name() + ".slope") + j] += da[r][j] * s.v[r][j];
        }
      }
    }
    if (layer.isNormalized()) {
      d = denormalize(layer, w, places, s, d, weights, g);
    }
    int weight = places.get(layer.name() + ".weight");
    double[][] dx = new double[rows][layer.inputs()];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < layer.inputs(); i++) {
        dx[r][i] = layer.residual() ? dy[r][i] : 0;
        for (int j = 0; j < units; j++) {
          g[bias + j] += i == 0 ? d[r][j] : 0;
          g[weight + i * units + j] += s.x[r][i] * d[r][j];
          dx[r][i] += w[weight + i * units + j] * d[r][j];
        }
      }
    }
    return dx;
  }

  /** By the chain rule term by term: the slope of each x̂ on each z it depends on. */
  private static double[][] denormalize(
      Layer layer,
      double[] w,
      Map<String, Integer> places,
      Signals s,
      double[][] dv,
      double[] weights,
      double[] g) {
    int rows = dv.length;
    int units = layer.outputs();
    int gain = places.get(layer.name() + ".gain");
    boolean batch = layer.normalization() == Normalization.BATCH;
    double total = Arrays.stream(weights).sum();
    double[][] dz = new double[rows][units];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < units; j++) {
        g[gain + j] += dv[r][j] * s.scaled[r][j];
        g[places.get(layer.name() + ".shift") + j] += dv[r][j];
        double dx = dv[r][j] * w[gain + j] / s.deviation[r][j];
        // x̂ = (z − m) / s: ∂x̂ / ∂z' = (δ − share' (1 + x̂ x̂')) / s.
        for (int q = 0; q < (batch ? rows : units); q++) {
          int row = batch ? q : r;
          int unit = batch ? j : q;
          double share = batch ? weights[q] / total : 1.0 / units;
          double same = row == r && unit == j ? 1 : 0;
          dz[row][unit] += dx * (same - share * (1 + s.scaled[r][j] * s.scaled[row][unit]));
        }
      }
    }
    for (int j = 0; batch && j < units; j++) {
      g[places.get(layer.name() + ".runningMean") + j] = total * s.mean[j];
      g[places.get(layer.name() + ".runningVariance") + j] = total * s.variance[j];
    }
    return dz;
  }
}
