package org.spindleml.report;

import java.util.Arrays;
import java.util.List;

/** Axes with a grid, and what is drawn between them. */
final class Plot {
  private static final double LEFT = 44;
  private static final double RIGHT = 12;
  private static final double TOP = 12;
  private static final double BOTTOM = 26;

  private final Svg svg;
  private final double width;
  private final double height;
  private final Span across;
  private final Span down;

  /**
   * The numbers along an axis.
   *
   * @param low the first
   * @param high the last, larger than low
   */
  record Span(double low, double high) {
    /** Multiples of 1, 2 or 5 times a power of ten: about five in all. */
    double[] ticks() {
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

    /** Where a value lies: 0 at the first number, 1 at the last. */
    double share(double value) {
      return (value - low) / (high - low);
    }
  }

  /** Begins with the grid, of a size in pixels; what the plot shows in words is for readers. */
  Plot(double width, double height, String shows, Span across, Span down) {
    this.width = width;
    this.height = height;
    this.across = across;
    this.down = down;
    svg = new Svg(width, height, shows);
    for (double tick : across.ticks()) {
      double at = x(tick);
      svg.line(tick == 0 ? "axis" : "grid", at, TOP, at, height - BOTTOM, "");
      svg.words("tick", at, height - 8, "middle", ExampleTables.given((float) tick));
    }
    for (double tick : down.ticks()) {
      double at = y(tick);
      svg.line(tick == 0 ? "axis" : "grid", LEFT, at, width - RIGHT, at, "");
      svg.words("tick", LEFT - 6, at + 4, "end", ExampleTables.given((float) tick));
    }
  }

  /** A curve through points {x, y}. */
  void curve(List<double[]> points) {
    curve("curve", points);
  }

  /** A curve of some style class through points {x, y}. */
  void curve(String style, List<double[]> points) {
    svg.path(style, points.stream().map(p -> new double[] {x(p[0]), y(p[1])}).toList());
  }

  void dot(double x, double y) {
    svg.dot("dot", x(x), y(y));
  }

  /** Words in the upper right corner. */
  void caption(String words) {
    svg.words("caption", width - RIGHT - 8, TOP + 18, "end", words);
  }

  /** The finished element. */
  String end() {
    return svg.end();
  }

  private double x(double value) {
    return LEFT + across.share(value) * (width - LEFT - RIGHT);
  }

  private double y(double value) {
    return height - BOTTOM - down.share(value) * (height - TOP - BOTTOM);
  }
}
