package org.spindleml.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateCurve.Point;

/** A range of learning rates as a page that stands alone: a chart, what it suggests, a table. */
public final class RateCurvePage {
  private static final String STYLE =
      """
      body { max-width: 60rem; }
      .suggestion { color: var(--minus); font-weight: 600; }
      #chart { margin: 1rem 0 1.5rem; min-height: 300px; }
      .points td:last-child { text-align: left; color: var(--faint); }
      """;

  private RateCurvePage() {}

  /**
   * The page.
   *
   * @param curve the rates and their losses
   * @param about what was trained, in a line
   * @return HTML that needs no other file and no network
   */
  public static String of(RateCurve curve, String about) {
    StringBuilder page = new StringBuilder("<h1>Loss against learning rate</h1>\n");
    page.append("<p class=\"faint\">" + Svg.escape(about) + "</p>\n");
    for (String sentence : RateCurveText.sentences(curve)) {
      String style = sentence.startsWith("suggestion") ? " class=\"suggestion\"" : "";
      page.append("<p" + style + ">" + Svg.escape(capital(sentence)) + ".</p>\n");
    }
    if (!curve.points().isEmpty()) {
      page.append("<div id=\"chart\" role=\"img\" aria-label=\"Loss and smoothed loss against");
      page.append(" learning rate; some of the points are in the table below\"></div>\n");
      page.append("<script type=\"application/json\" id=\"curve\">" + json(curve) + "</script>\n");
      page.append(Page.script("rate-curve.js"));
      table(curve, page);
    }
    return new Page("Loss against learning rate", STYLE, page.toString()).htmlWithCharts();
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private static void table(RateCurve curve, StringBuilder page) {
    page.append("<table class=\"points\">\n<tr><th>learning rate</th><th>loss</th>");
    page.append("<th>smoothed</th><th></th></tr>\n");
    RateCurveText.lines(curve)
        .forEach(
            (index, note) -> {
              Point point = curve.points().get(index);
              page.append("<tr><td>" + RateCurveText.rate(point));
              page.append("</td><td>" + RateCurveText.loss(point.loss()));
              page.append("</td><td>" + RateCurveText.loss(point.smoothed()));
              page.append("</td><td>" + note + "</td></tr>\n");
            });
    page.append("</table>\n");
  }

  /** What the script draws; numbers are finite, so Java's form of them is JSON's. */
  private static String json(RateCurve curve) {
    List<Integer> dots =
        curve.suggestion().isEmpty()
            ? List.of()
            : Stream.of(curve.steepest().orElseThrow(), curve.lowest()).toList();
    String label = curve.suggestion().isEmpty() ? "" : RateCurveText.suggestion(curve);
    return "{\"rates\":"
        + numbers(curve, Point::rate)
        + ",\"losses\":"
        + numbers(curve, Point::loss)
        + ",\"smoothed\":"
        + numbers(curve, Point::smoothed)
        + ",\"range\":"
        + Arrays.toString(range(curve))
        + ",\"dots\":"
        + dots
        + ",\"suggestion\":"
        + curve.suggestion().map(String::valueOf).orElse("null")
        + ",\"label\":\""
        + label
        + "\"}";
  }

  private static List<Double> numbers(RateCurve curve, ToDoubleFunction<Point> which) {
    return curve.points().stream().map(which::applyAsDouble).toList();
  }

  /** The losses to show: the fall fills half of the height, what rises beyond it is cut off. */
  private static double[] range(RateCurve curve) {
    double start = curve.points().get(curve.first()).smoothed();
    double low = start;
    double high = start;
    for (Point point : curve.points()) {
      low = Math.min(low, Math.min(point.loss(), point.smoothed()));
      high = Math.max(high, point.smoothed());
    }
    if (curve.suggestion().isPresent()) {
      high = Math.min(high, start + (start - low));
    }
    double space = high > low ? 0.05 * (high - low) : Math.max(Math.abs(high), 1e-6);
    return new double[] {low - space, high + space};
  }
}
