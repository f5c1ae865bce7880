package org.spindleml.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.metrics.MultiLabelMetrics;
import org.spindleml.metrics.ValueMetrics;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.TrainingResult;

/**
 * A training run as a page that stands alone: what was trained on what, how it went, how good it
 * is, and how to do it again.
 */
public final class TrainingReport {
  private static final String STYLE =
      """
      .tiles { display: flex; flex-wrap: wrap; gap: 0.6rem; margin: 1rem 0; }
      .tile { background: var(--box); border-radius: 6px; padding: 0.5rem 0.9rem; min-width: 8rem; }
      .tile b { display: block; font-size: 1.35rem; font-weight: 600; }
      .tile span { color: var(--faint); font-size: 0.85rem; }
      .figures { columns: 26rem 2; column-gap: 2rem; margin-top: 0.8rem; }
      .figures > * { break-inside: avoid; margin-bottom: 1.6rem; }
      .drawing { min-height: 220px; }
      pre { background: var(--box); border-radius: 6px; padding: 0.7rem 0.9rem; white-space: pre-wrap;
        overflow-wrap: anywhere; }
      li { margin: 0.2rem 0; overflow-wrap: anywhere; }
      button { font: inherit; color: var(--plus); background: none; border: 0; cursor: pointer;
        padding: 0; text-decoration: underline; }
      @media print { button { display: none; } }
      """;

  private final ReportedRun run;
  private final StringBuilder body = new StringBuilder();

  private TrainingReport(ReportedRun run) {
    this.run = run;
  }

  /**
   * The page.
   *
   * @param run what it tells
   * @return HTML that needs no other file and no network
   */
  public static String of(ReportedRun run) {
    TrainingReport report = new TrainingReport(run);
    report.head();
    report.training();
    run.tables().forEach(report::table);
    report.notes();
    report.again();
    report.body.append(Page.script("training-report.js"));
    return new Page(run.title() + " – Spindle", STYLE, report.body.toString()).htmlWithCharts();
  }

  private void head() {
    TrainingResult result = run.run().result();
    TrainedNetwork model = run.run().model();
    body.append("<h1>" + Svg.escape(run.title()) + "</h1>\n");
    int epochs = result.epochs().size();
    String unit = result.evaluations() == result.steps() ? "epoch" : "iteration";
    paragraph(
        "",
        String.format(
            Locale.ROOT,
            "A network %s, loss %s, trained on %,d rows: %,d %s%s, %,d steps. It ended because %s.",
            model.network(),
            model.loss().label(),
            run.run().rows(),
            epochs,
            unit,
            epochs == 1 ? "" : "s",
            result.steps(),
            result.stopReason()));
    if (result.bestEpoch() < epochs) {
      paragraph(
          "",
          "The weights kept are those after " + unit + " " + result.bestEpoch() + ", the best.");
    }
    if (!run.tables().isEmpty()) {
      tiles(run.tables().get(0));
    }
  }

  /** The most telling measures, large. */
  private void tiles(EvaluatedTable table) {
    body.append("<div class=\"tiles\">\n");
    table.metrics().entrySet().stream()
        .limit(4)
        .forEach(
            metric ->
                body.append("<div class=\"tile\"><b>")
                    .append(HtmlTable.number(metric.getValue()))
                    .append("</b><span>")
                    .append(Svg.escape(metric.getKey() + ", " + table.name()))
                    .append("</span></div>\n"));
    body.append("</div>\n");
  }

  private void paragraph(String style, String words) {
    body.append(style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">");
    body.append(Svg.escape(words)).append("</p>\n");
  }

  private void training() {
    List<EpochRecord> epochs = run.run().result().epochs();
    body.append("<h2>Training</h2>\n");
    if (epochs.isEmpty()) {
      paragraph("", "No epoch was finished.");
      return;
    }
    time();
    String metric = run.settings().getOrDefault("validationMetric", "loss");
    body.append("<div class=\"figures\">\n");
    body.append(new TrainingCharts(run.run().result(), metric).figures());
    body.append("</div>\n");
  }

  private void time() {
    TrainingResult result = run.run().result();
    EpochSeconds seconds = result.seconds();
    double all = seconds.total();
    if (!(all > 0)) {
      return;
    }
    double rows = (double) run.run().rows() * result.epochs().size();
    if (result.evaluations() > result.steps()) {
      rows = (double) run.run().rows() * result.evaluations();
    }
    paragraph(
        "",
        String.format(
            Locale.ROOT,
            "%s seconds, %s rows a second: %.0f %% computing, %.0f %% Spark (scheduling, broadcast,"
                + " gathering), %.0f %% driver.",
            HtmlTable.number(all),
            HtmlTable.number(Math.rint(rows / all)),
            100 * seconds.computeShare(),
            100 * seconds.sparkShare(),
            100 * seconds.driverShare()));
  }

  private void table(EvaluatedTable table) {
    body.append("<h2>" + Svg.escape(capital(table.name())) + "</h2>\n");
    paragraph("faint", String.format(Locale.ROOT, "%,d rows", table.rows()));
    HtmlTable metrics = new HtmlTable("measure", "value");
    table.metrics().forEach((name, value) -> metrics.row(name, value));
    body.append("<div class=\"figures\">\n");
    body.append(HtmlTable.block("Measures", metrics));
    body.append(figures(table)).append("</div>\n");
  }

  private static String figures(EvaluatedTable table) {
    if (table.sums() instanceof ClassificationMetrics classes) {
      return new ClassFigures(classes, table.names()).html();
    }
    return table.sums() instanceof MultiLabelMetrics labels
        ? new LabelFigures(labels, table.names()).html()
        : new ValueFigures((ValueMetrics) table.sums(), table.names()).html();
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private void notes() {
    if (run.run().notes().isEmpty()) {
      return;
    }
    body.append("<h2>What the run said</h2>\n<ul>\n");
    run.run().notes().forEach(note -> body.append("<li>" + Svg.escape(note) + "</li>\n"));
    body.append("</ul>\n");
  }

  private void again() {
    body.append("<h2>Once more</h2>\n");
    if (!run.again().isEmpty()) {
      body.append("<pre>" + Svg.escape(String.join("\n", run.again())) + "</pre>\n");
    }
    paragraph(
        "faint",
        "The same rows, settings and matrix kernel give the same weights, bit for bit, on any"
            + " cluster.");
    list(run.settings());
    body.append("<p></p>\n");
    list(run.surroundings());
  }

  private void list(Map<String, String> entries) {
    body.append("<dl>\n");
    entries.forEach(
        (name, value) ->
            body.append("<dt>" + Svg.escape(name) + "</dt><dd>" + Svg.escape(value) + "</dd>\n"));
    body.append("</dl>\n");
  }
}
