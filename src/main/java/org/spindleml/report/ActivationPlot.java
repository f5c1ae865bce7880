package org.spindleml.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spindleml.nn.Activation;
import org.spindleml.nn.TracedLayer;

/** An activation function, or its slope, as a curve, with a dot for each unit of a layer. */
final class ActivationPlot {
  private static final double WIDTH = 340;
  private static final double HEIGHT = 240;
  private static final double LEFT = 44;
  private static final double RIGHT = 12;
  private static final double TOP = 12;
  private static final double BOTTOM = 26;
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
    Svg svg = new Svg(WIDTH, HEIGHT, shows);
    double reach = x[POINTS - 1];
    for (double tick : ticks(-reach, reach)) {
      double at = across(tick);
      svg.line(tick == 0 ? "axis" : "grid", at, TOP, at, HEIGHT - BOTTOM, "");
      svg.words("tick", at, HEIGHT - 8, "middle", ExampleTables.given((float) tick));
    }
    for (double tick : ticks(low, high)) {
      double at = down(tick, low, high);
      svg.line(tick == 0 ? "axis" : "grid", LEFT, at, WIDTH - RIGHT, at, "");
      svg.words("tick", LEFT - 6, at + 4, "end", ExampleTables.given((float) tick));
    }
    List<double[]> curve = new ArrayList<>();
    for (int p = 0; p < POINTS; p++) {
      curve.add(new double[] {across(x[p]), down(y[p], low, high)});
    }
    svg.path("curve", curve);
    for (float[] dot : dots) {
      svg.dot("dot", across(dot[0]), down(dot[1], low, high));
    }
    return svg.end();
  }

  private double across(double value) {
    double reach = x[POINTS - 1];
    return LEFT + (value + reach) / (2 * reach) * (WIDTH - LEFT - RIGHT);
  }

  private static double down(double value, double low, double high) {
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  /** Multiples of 1, 2 or 5 times a power of ten: about five between two numbers. */
  private static double[] ticks(double low, double high) {
    double rough = (high - low) / 5;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
    long first = (long) Math.ceil(low / step);
    long last = (long) Math.floor(high / step);
    double[] ticks = new double[(int) (last - first + 1)];
    Arrays.setAll(ticks, i -> (first + i) * step);
    return ticks;
  }
}
