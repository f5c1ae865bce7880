package org.spindleml.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateCurve.Point;

/** A range of learning rates as aligned text: about twenty of its points, and what they suggest. */
public final class RateCurveText {
  private static final int LINES = 20;

  static final String LOWEST = "lowest";
  static final String STEEPEST = "falls most";

  private RateCurveText() {}

  /**
   * The text.
   *
   * @param curve the rates and their losses
   * @return lines, each with its end
   */
  public static String of(RateCurve curve) {
    StringBuilder text = new StringBuilder();
    line(text, "learning rate", "loss", "smoothed", "");
    lines(curve)
        .forEach(
            (index, note) -> {
              Point point = curve.points().get(index);
              line(text, rate(point), loss(point.loss()), loss(point.smoothed()), note);
            });
    sentences(curve).forEach(sentence -> text.append(sentence).append('\n'));
    return text.toString();
  }

  private static void line(
      StringBuilder text, String rate, String loss, String smoothed, String note) {
    String line = String.format(Locale.ROOT, "%13s %12s %12s  %s", rate, loss, smoothed, note);
    text.append(line.stripTrailing()).append('\n');
  }

  /** Which points are shown: equally far from each other, and those with a note. */
  static SortedMap<Integer, String> lines(RateCurve curve) {
    SortedMap<Integer, String> lines = new TreeMap<>();
    int last = curve.points().size() - 1;
    for (int i = 0; i < LINES && last >= 0; i++) {
      lines.put((int) ((long) i * last / (LINES - 1)), "");
    }
    curve.steepest().ifPresent(index -> lines.put(index, STEEPEST));
    if (curve.suggestion().isPresent()) {
      lines.put(curve.lowest(), LOWEST);
    }
    return lines;
  }

  /** What the points say: where the test ended and which rate to take. */
  static List<String> sentences(RateCurve curve) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(Locale.ROOT, "%,d learning rates; %s", curve.points().size(), curve.end()));
    if (curve.suggestion().isEmpty()) {
      sentences.add("no suggestion: the loss has not fallen at any of these rates");
      return sentences;
    }
    sentences.add(
        String.format(
            Locale.ROOT,
            "suggestion: %s, a tenth of the rate of the lowest smoothed loss (%.2g); the loss"
                + " falls most at %.2g",
            suggestion(curve),
            curve.points().get(curve.lowest()).rate(),
            curve.points().get(curve.steepest().orElseThrow()).rate()));
    if (curve.isCutOff()) {
      sentences.add("the loss still fell at the last rate: try larger ones, too");
    }
    return sentences;
  }

  /** "stepSize=0.012"; two digits are all that the curve is good for. */
  static String suggestion(RateCurve curve) {
    return String.format(Locale.ROOT, "stepSize=%.2g", curve.suggestion().orElseThrow());
  }

  static String rate(Point point) {
    return String.format(Locale.ROOT, "%.2e", point.rate());
  }

  static String loss(double loss) {
    return String.format(Locale.ROOT, "%.5g", loss);
  }
}
