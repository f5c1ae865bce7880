package org.spindleml.report;

import java.util.List;
import java.util.Locale;

/** A drawing as text: lines, boxes and words at coordinates in pixels, y downwards. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** Begins a drawing that is shown at its own size; what it shows in words is for readers. */
  Svg(double width, double height, String shows) {
    add(
        "<svg role=\"img\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">",
        width, height, width, height);
    add("<title>%s</title>", escape(shows));
  }

  /** A straight line; more attributes than its class may follow, as ` name="value"`. */
  void line(String style, double x1, double y1, double x2, double y2, String attributes) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"%s/>",
        style, x1, y1, x2, y2, attributes);
  }

  /** A box with round corners. */
  void box(String style, double x, double y, double width, double height) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"8\"/>",
        style, x, y, width, height);
  }

  /** A dot. */
  void dot(String style, double x, double y) {
    add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", style, x, y);
  }

  /** Words; anchor is start, middle or end. */
  void words(String style, double x, double y, String anchor, String words) {
    add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        style, x, y, anchor, escape(words));
  }

  /** A curve through points {x, y}. */
  void path(String style, List<double[]> points) {
    StringBuilder d = new StringBuilder();
    for (double[] point : points) {
      d.append(
          String.format(Locale.ROOT, "%s%.1f %.1f", d.isEmpty() ? "M" : "L", point[0], point[1]));
    }
    add("<path class=\"%s\" d=\"%s\"/>", style, d);
  }

  /** The finished element. */
  String end() {
    return text + "</svg>\n";
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** Words as text of an element or value of an attribute. */
  static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
