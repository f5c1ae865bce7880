package org.spindleml.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.StopReason;

/** What the page of a run says. */
class TrainingReportTest {
  private static final Pattern CHART =
      Pattern.compile(
          "<h3>([^<]*)</h3>\n<div class=\"drawing\".*?json\">(.*?)</script>", Pattern.DOTALL);

  private static String page(List<EpochRecord> epochs, int best, EvaluatedTable... tables) {
    return TrainingReport.of(SomeRuns.of(epochs, best, StopReason.MAX_ITER, List.of(tables)));
  }

  /** The charts of a page by title; a title may be there twice. */
  private static List<String> titles(String page) {
    List<String> titles = new ArrayList<>();
    for (Matcher chart = CHART.matcher(page); chart.find(); ) {
      titles.add(chart.group(1));
    }
    return titles;
  }

  private static JsonNode chart(String page, String title) throws Exception {
    for (Matcher chart = CHART.matcher(page); chart.find(); ) {
      if (chart.group(1).equals(title)) {
        return new ObjectMapper().readTree(chart.group(2));
      }
    }
    throw new AssertionError("no chart " + title + " among " + titles(page));
  }

  @Test
  void saysWhatWasTrainedAndWhy() throws Exception {
    String page = page(SomeRuns.epochs(20, true), 12, SomeRuns.classes(2, List.of("no", "yes")));
    assertTrue(page.contains("A network 4-8-2, loss softmaxCrossEntropy, trained on 1,234 rows:"));
    assertTrue(page.contains("20 epochs, 200 steps. It ended because the last iteration"));
    assertTrue(page.contains("The weights kept are those after epoch 12, the best."));
    assertTrue(page.contains("57 % computing, 29 % Spark"));
    assertTrue(page.contains("a note &amp; more"));
    assertEquals(
        List.of(
            "Loss",
            "Validation: aucRoc",
            "Learning rate",
            "Length of the gradient",
            "Time of an epoch",
            "ROC curve",
            "Precision over recall",
            "Calibration"),
        titles(page));
    JsonNode loss = chart(page, "Loss");
    assertEquals(12, loss.get("marker").get("x").asInt());
    assertEquals(0.05, loss.get("series").get(0).get("values").get(19).asDouble());
    assertEquals("validation", loss.get("series").get(1).get("label").asText());
  }

  @Test
  void wordsOfUsersAreNoMarkup() {
    String page =
        page(
            SomeRuns.epochs(2, false),
            2,
            SomeRuns.classes(2, List.of("<script>alert(1)</script>", "</script><b>")));
    assertFalse(page.contains("<script>alert"));
    assertFalse(page.contains("</script><b>"));
    assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(page.contains("a &lt;run&gt;"));
    assertTrue(page.contains("'x=&lt;y&gt;'"));
  }

  @Test
  void aChartsWordsEndNoScript() throws Exception {
    // "<!--<script>" hides the element's own end tag.
    String label = "<!--<script></script>";
    String page = Chart.lines("t", "x", "y", 1).series(label, "faint", 2).figure();
    assertFalse(page.contains("<!--"));
    assertEquals(label, chart(page, "t").get("series").get(0).get("label").asText());
  }

  @Test
  void asksNoNetwork() {
    String page = page(SomeRuns.epochs(3, true), 3, SomeRuns.classes(3, List.of()));
    assertFalse(
        Pattern.compile("(src|href)\\s*=|@import|url\\(", Pattern.CASE_INSENSITIVE)
            .matcher(page)
            .find());
  }

  @Test
  void runsThatHardlyBeganHaveAPage() {
    String none = TrainingReport.of(SomeRuns.of(List.of(), 0, StopReason.DIVERGED, List.of()));
    assertTrue(none.contains("No epoch was finished."));
    assertTrue(none.contains("It ended because a number became infinite or NaN"));
    assertEquals(List.of(), titles(none));
    EpochRecord bare =
        new EpochRecord(
            1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, new EpochSeconds(0, 0, 0));
    assertEquals(List.of("Loss"), titles(page(List.of(bare), 1)));
  }

  @Test
  void longRunsAreThinnedToTheirLastEpoch() throws Exception {
    JsonNode x = chart(page(SomeRuns.epochs(50_001, false), 50_001), "Loss").get("x");
    assertTrue(x.size() > 500 && x.size() <= 1000, x.size() + " points");
    assertEquals(50_001, x.get(x.size() - 1).asInt());
  }

  @Test
  void manyClassesAreShownByTheWorst() {
    String page = page(SomeRuns.epochs(1, false), 1, SomeRuns.classes(100, List.of()));
    assertFalse(page.contains("Confusion matrix"));
    assertTrue(page.contains("Most frequent mistakes"));
    assertTrue(page.contains("Classes told apart worst"));
    assertEquals(20, Pattern.compile("\\d+ → \\d+<").matcher(page).results().count());
  }

  @Test
  void valuesAreDrawnWithoutWhatIsFarOut() throws Exception {
    String page = page(SomeRuns.epochs(1, false), 1, SomeRuns.values("squared", "y"));
    JsonNode values = chart(page, "Predicted over true value");
    assertTrue(values.get("xRange").get(1).asDouble() < 3, values.get("xRange").toString());
    JsonNode errors = chart(page, "Errors");
    double rows = 0;
    for (JsonNode weight : errors.get("series").get(0).get("values")) {
      rows += weight.asDouble();
    }
    assertTrue(rows < 3000 && rows >= 2990, rows + " rows");
    assertTrue(page.contains("% of the rows lie outside"));
  }

  @Test
  void eachOfSeveralTargetsQuantilesAndLabelsHasItsOwn() {
    List<String> two =
        titles(page(SomeRuns.epochs(1, false), 1, SomeRuns.values("poisson", "a", "b")));
    assertTrue(two.contains("Errors: a") && two.contains("Errors: b"), two.toString());
    String quantiles = page(SomeRuns.epochs(1, false), 1, SomeRuns.values("quantile", "y"));
    assertTrue(quantiles.contains("share of labels below"));
    String labels = page(SomeRuns.epochs(1, false), 1, SomeRuns.labels("news", "sport"));
    assertTrue(labels.contains("<td class=\"text\">sport</td>"));
  }
}
