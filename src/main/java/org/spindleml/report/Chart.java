package org.spindleml.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.spindleml.metrics.CellSums;

/**
 * A chart of a {@link TrainingReport}: a figure that holds as JSON what {@code training-report.js}
 * draws. Colours are the names of the page's variables. What is not finite is left out of a line.
 */
final class Chart {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How series are drawn. */
  enum Kind {
    LINES,
    BARS,
    STACKED
  }

  private final String title;
  private final ObjectNode chart = JSON.createObjectNode();
  private final ArrayNode series;
  private String caption = "";

  private Chart(String title, Kind kind, String xLabel, String yLabel, double[] x) {
    this.title = title;
    chart.put("kind", kind.name().toLowerCase(Locale.ROOT));
    chart.put("xLabel", xLabel);
    chart.put("yLabel", yLabel);
    numbers(chart.putArray("x"), x);
    series = chart.putArray("series");
  }

  /** A chart of curves, over ascending values. */
  static Chart lines(String title, String xLabel, String yLabel, double... x) {
    return new Chart(title, Kind.LINES, xLabel, yLabel, x);
  }

  /** A chart of bars, over their middles. */
  static Chart bars(String title, String xLabel, String yLabel, double... x) {
    return new Chart(title, Kind.BARS, xLabel, yLabel, x);
  }

  /** A chart of amounts on top of each other, over ascending values. */
  static Chart stacked(String title, String xLabel, String yLabel, double... x) {
    return new Chart(title, Kind.STACKED, xLabel, yLabel, x);
  }

  /** Adds a series. */
  Chart series(String label, String colour, double... values) {
    ObjectNode one = series.addObject().put("label", label).put("colour", colour);
    numbers(one.putArray("values"), values);
    return this;
  }

  /** Cells of the plane, the darker the more they weigh; both axes show the same range. */
  Chart cells(List<CellSums.Cell> cells, double width, double from, double to) {
    ObjectNode drawn = chart.putObject("cells").put("width", width);
    numbers(drawn.putArray("x"), cells.stream().mapToDouble(CellSums.Cell::x).toArray());
    numbers(drawn.putArray("y"), cells.stream().mapToDouble(CellSums.Cell::y).toArray());
    numbers(drawn.putArray("weight"), cells.stream().mapToDouble(CellSums.Cell::weight).toArray());
    return series("", "faint", from, to).hidden().square(from, to);
  }

  private Chart hidden() {
    ((ObjectNode) series.get(series.size() - 1)).put("hidden", true);
    return this;
  }

  /** As high as wide, the same range on both axes. */
  Chart square(double from, double to) {
    chart.put("square", true);
    numbers(chart.putArray("xRange"), from, to);
    numbers(chart.putArray("yRange"), from, to);
    return this;
  }

  /** A line where y is x. */
  Chart diagonal() {
    chart.put("diagonal", true);
    return this;
  }

  /** A dashed line at one place of the x axis. */
  Chart marker(double x, String label) {
    chart.putObject("marker").put("x", x).put("label", label);
    return this;
  }

  /** A switch to a logarithmic scale, which needs values above 0. */
  Chart logarithmic() {
    chart.put("logarithmic", true);
    return this;
  }

  /** Words below the drawing. */
  Chart caption(String words) {
    caption = words;
    return this;
  }

  private static void numbers(ArrayNode array, double... values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        array.add(value);
      } else {
        array.addNull();
      }
    }
  }

  /** The chart as an element. */
  String figure() {
    // What HTML could read inside a script, its end tag or the start of a comment, begins with it.
    String json = chart.toString().replace("<", "\\u003c");
    return "<figure class=\"chart\">\n<h3>"
        + Svg.escape(title)
        + "</h3>\n<div class=\"drawing\" role=\"img\" aria-label=\""
        + Svg.escape(title)
        + "\"></div>\n<figcaption>"
        + Svg.escape(caption)
        + "</figcaption>\n<script type=\"application/json\">"
        + json
        + "</script>\n</figure>\n";
  }
}
