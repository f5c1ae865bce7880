package org.spindleml.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.spindleml.train.RateCurve;
import org.spindleml.train.RateCurve.End;
import org.spindleml.train.RateCurve.Point;

/** A curve as text and as a page. */
class RateCurveTest {
  /** Flat at 1, falls from 10⁻² to 10⁻¹, then climbs. */
  private static RateCurve curve(End end, int size) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double smoothed = i < 40 ? 1 : i <= 60 ? 1 - (i - 40) / 25.0 : 0.2 + (i - 60) / 10.0;
      points.add(new Point(1e-4 * Math.pow(10, i / 20.0), smoothed + 0.01, smoothed));
    }
    return new RateCurve(points, end);
  }

  @Test
  void textShowsTwentyPointsAndWhatTheySuggest() {
    String text = RateCurveText.of(curve(End.ROSE, 77));
    List<String> lines = text.lines().toList();
    assertEquals("learning rate         loss     smoothed", lines.get(0));
    assertEquals("     1.00e-04       1.0100       1.0000", lines.get(1));
    assertTrue(lines.contains("     1.00e-01      0.21000      0.20000  lowest"), text);
    assertTrue(lines.contains("     1.78e-02      0.81000      0.80000  falls most"), text);
    assertTrue(lines.contains("     6.31e-01       1.8100       1.8000"), text);
    assertTrue(lines.size() <= 25, text);
    assertEquals(
        "77 learning rates; stopped where the smoothed loss was more than four times its lowest",
        lines.get(lines.size() - 2));
    assertEquals(
        "suggestion: stepSize=0.010, a tenth of the rate of the lowest smoothed loss (0.10); the"
            + " loss falls most at 0.018",
        lines.get(lines.size() - 1));
  }

  @Test
  void textSaysWhatIsMissing() {
    assertTrue(
        RateCurveText.of(curve(End.ALL_TRIED, 55))
            .endsWith("the loss still fell at the last rate: try larger ones, too\n"));
    assertTrue(
        RateCurveText.of(curve(End.ALL_TRIED, 30))
            .endsWith("no suggestion: the loss has not fallen at any of these rates\n"));
    assertEquals(
        "learning rate         loss     smoothed\n"
            + "0 learning rates; stopped where a number became infinite or NaN\n"
            + "no suggestion: the loss has not fallen at any of these rates\n",
        RateCurveText.of(curve(End.DIVERGED, 0)));
  }

  @Test
  void thePageStandsAlone() throws IOException {
    String page = RateCurvePage.of(curve(End.ROSE, 77), "Run <x>");
    assertFalse(page.contains("src=") || page.contains("@import") || page.contains("<link"));
    assertTrue(page.contains("prefers-color-scheme: dark"));
    assertTrue(page.contains("Permission is hereby granted"), "the library's licence");
    assertTrue(page.contains("Run &lt;x&gt;"));
    JsonNode curve = json(page);
    assertEquals(77, curve.get("rates").size());
    assertEquals(77, curve.get("losses").size());
    assertEquals(77, curve.get("smoothed").size());
    assertEquals("[45,60]", curve.get("dots").toString());
    assertEquals(0.01, curve.get("suggestion").asDouble(), 1e-9);
    assertEquals("stepSize=0.010", curve.get("label").textValue());
    assertTrue(curve.get("range").get(0).asDouble() < 0.2);
    // The climb to 1.8 is cut off at as much above the start as the fall is below.
    assertEquals(1.88, curve.get("range").get(1).asDouble(), 0.05);
  }

  private static JsonNode json(String page) throws IOException {
    Matcher json =
        Pattern.compile("<script type=\"application/json\" id=\"curve\">(.*?)</script>")
            .matcher(page);
    assertTrue(json.find());
    return new ObjectMapper().readTree(json.group(1));
  }

  @Test
  void aPageWithoutASuggestionHasNoMark() throws IOException {
    JsonNode flat = json(RateCurvePage.of(curve(End.ALL_TRIED, 30), "flat"));
    assertTrue(flat.get("suggestion").isNull());
    assertEquals(0, flat.get("dots").size());
    assertFalse(RateCurvePage.of(curve(End.DIVERGED, 0), "none").contains("id=\"chart\""));
  }
}
