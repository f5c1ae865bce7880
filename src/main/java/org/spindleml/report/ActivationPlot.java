package org.spindleml.report;

import java.util.ArrayList;
import java.util.List;
import org.spindleml.nn.Activation;
import org.spindleml.nn.TracedLayer;

/** An activation function, or its slope, as a curve, with a dot for each unit of a layer. */
final class ActivationPlot {
  private static final double WIDTH = 340;
  private static final double HEIGHT = 240;
  private static final int POINTS = 401;

  private final float[] x = new float[POINTS];
  private final float[] y = new float[POINTS];
  private final List<float[]> dots = new ArrayList<>();
  private final String shows;

  private ActivationPlot(String shows) {
    this.shows = shows;
  }

  /** The function over weighted sums. */
  static String function(TracedLayer layer) {
    return plot(layer, false);
  }

  /** Its slope over weighted sums. */
  static String slope(TracedLayer layer) {
    return plot(layer, true);
  }

  private static String plot(TracedLayer layer, boolean ofSlope) {
    Activation activation = layer.layer().activation();
    String what = activation.label() + (ofSlope ? ", slope" : "");
    ActivationPlot plot = new ActivationPlot(what + " over weighted sums");
    double reach = 5;
    for (float z : layer.z()) {
      // Beyond a hundred, nothing near 0 could be seen.
      reach = Math.max(reach, Math.min(100, Math.ceil(Math.abs(z))));
    }
    // Softmax is a function of a row: here of {x, 0}, and its first output.
    int width = activation == Activation.SOFTMAX ? 2 : 1;
    // PReLU's trained slope at its start.
    float[] w = new float[width];
    activation.initialize(w, 0, Math.min(width, activation.parameters(width)));
    for (int p = 0; p < POINTS; p++) {
      float[] sums = new float[width];
      sums[0] = (float) (reach * (2.0 * p / (POINTS - 1) - 1));
      float[] outputs = new float[width];
      activation.forward(sums, outputs, 1, width, w, 0);
      float[] d = new float[width];
      d[0] = 1;
      plot.x[p] = sums[0];
      plot.y[p] = outputs[0];
      if (ofSlope) {
        activation.backward(sums, outputs, d, 1, width, w, 0, new float[width]);
        plot.y[p] = d[0];
      }
    }
    for (int j = 0; j < layer.z().length && activation != Activation.SOFTMAX; j++) {
      if (Math.abs(layer.z()[j]) <= reach) {
        plot.dots.add(new float[] {layer.z()[j], ofSlope ? layer.slopes()[j][j] : layer.a()[j]});
      }
    }
    return plot.draw();
  }

  private String draw() {
    double low = 0;
    double high = 1;
    for (float value : y) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    for (float[] dot : dots) {
      low = Math.min(low, dot[1]);
      high = Math.max(high, dot[1]);
    }
    double space = 0.06 * (high - low);
    low -= space;
    high += space;
    double reach = x[POINTS - 1];
    Plot plot =
        new Plot(WIDTH, HEIGHT, shows, new Plot.Span(-reach, reach), new Plot.Span(low, high));
    List<double[]> curve = new ArrayList<>();
    for (int p = 0; p < POINTS; p++) {
      curve.add(new double[] {x[p], y[p]});
    }
    plot.curve(curve);
    for (float[] dot : dots) {
      plot.dot(dot[0], dot[1]);
    }
    return plot.end();
  }
}
