package org.spindleml.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.spindleml.nn.Activation;
import org.spindleml.nn.TracedLayer;

/** A worked example as a page that stands alone: a drawing, plots of the activations, tables. */
public final class ExamplePage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>One training step, number by number</title>
      <style>
      :root { color-scheme: light dark; --page: #ffffff; --ink: #1c2430; --faint: #5d6878;
        --rule: #dbe0e7; --box: #f3f5f8; --plus: #2c6fbb; --minus: #c2571a; --back: #8b3a9e; }
      @media (prefers-color-scheme: dark) {
        :root { --page: #14181e; --ink: #e4e8ee; --faint: #9aa5b4; --rule: #343c47; --box: #212831;
          --plus: #6ea8e8; --minus: #ef9560; --back: #d39ae2; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 72rem; background: var(--page);
        color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
      h2 { font-size: 1.2rem; margin: 2.2rem 0 0.5rem; }
      h3 { font-size: 1rem; margin: 0 0 0.2rem; }
      p { margin: 0.3rem 0; }
      .rule, .legend { color: var(--faint); font-size: 0.9rem; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0; }
      dt { color: var(--faint); }
      dd { margin: 0; }
      .wide { overflow-x: auto; padding: 0.5rem 0; }
      .plots { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
      .plots svg { max-width: 100%; height: auto; }
      figure { margin: 0; }
      figcaption { font-size: 0.9rem; color: var(--faint); max-width: 340px; }
      .steps { display: grid; gap: 1.8rem 2.5rem;
        grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr)); align-items: start; }
      section { min-width: 0; }
      table { border-collapse: collapse; margin-top: 0.4rem; font-size: 0.9rem;
        font-variant-numeric: tabular-nums; }
      th { color: var(--faint); font-weight: 500; border-bottom: 1px solid var(--rule); }
      th, td { padding: 0.12rem 0.7rem 0.12rem 0; text-align: right; white-space: nowrap; }
      th.text, td.text { text-align: left; }
      tr.result td { font-weight: 600; }
      svg { display: block; font: 12px system-ui, sans-serif; fill: var(--ink);
        font-variant-numeric: tabular-nums; }
      .box { fill: var(--box); stroke: var(--rule); }
      .name { font-weight: 700; font-size: 13px; }
      .heading, .label, .tick { fill: var(--faint); }
      .back { fill: var(--back); }
      .edge { opacity: 0.45; }
      .plus { stroke: var(--plus); }
      .minus { stroke: var(--minus); }
      .weight, .updated { paint-order: stroke; stroke: var(--page); stroke-width: 5px;
        stroke-linejoin: round; }
      .weight { font-weight: 600; }
      .updated { fill: var(--back); }
      .grid { stroke: var(--rule); }
      .axis { stroke: var(--faint); }
      .curve { fill: none; stroke: var(--plus); stroke-width: 2; }
      .dot { fill: var(--minus); stroke: var(--page); }
      .key-plus { color: var(--plus); } .key-minus { color: var(--minus); }
      .key-back { color: var(--back); }
      </style>
      </head>
      <body>
      """;

  private ExamplePage() {}

  /**
   * The page.
   *
   * @param example the example
   * @return HTML that needs no other file and no network
   */
  public static String of(WorkedExample example) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<h1>One training step, number by number</h1>\n<dl>\n");
    for (String line : ExampleTables.introduction(example)) {
      String[] halves = line.split("  +", 2);
      page.append("<dt>" + Svg.escape(halves[0]) + "</dt><dd>" + Svg.escape(halves[1]) + "</dd>\n");
    }
    page.append("</dl>\n<h2>The network</h2>\n");
    page.append(
        """
        <p class="legend">On each line its weight, and <span class="key-back">→ the weight after the
        step</span>. <span class="key-plus">Blue</span> lines have positive weights,
        <span class="key-minus">orange</span> ones negative, thick ones large. In each box what goes
        forward, and <span class="key-back">what comes back</span>.</p>
        """);
    page.append("<div class=\"wide\" tabindex=\"0\">\n").append(NetworkDiagram.of(example));
    page.append("</div>\n");
    plots(example, page);
    page.append("<h2>Step by step</h2>\n<div class=\"steps\">\n");
    ExampleTables.of(example).forEach(table -> append(table, page));
    return page.append("</div>\n</body>\n</html>\n").toString();
  }

  /** One pair of plots for each activation, with the units of the first layer that has it. */
  private static void plots(WorkedExample example, StringBuilder page) {
    page.append("<h2>Activation and slope</h2>\n");
    Set<Activation> shown = EnumSet.noneOf(Activation.class);
    List<TracedLayer> layers = example.before().layers();
    // The output layer's straight line is worth a look only where there is nothing else.
    for (TracedLayer layer : layers.subList(0, Math.max(1, layers.size() - 1))) {
      Activation activation = layer.layer().activation();
      if (shown.add(activation)) {
        boolean softmax = activation == Activation.SOFTMAX;
        String dots =
            softmax
                ? " Drawn for the first of two units, the other one's z being 0."
                : " A dot for each unit of " + layer.layer().name() + ".";
        page.append("<div class=\"plots\">\n");
        figure(ActivationPlot.function(layer), Formulas.value(activation) + "." + dots, page);
        figure(ActivationPlot.slope(layer), "slope " + Formulas.slope(activation), page);
        page.append("</div>\n");
      }
    }
  }

  private static void figure(String plot, String caption, StringBuilder page) {
    page.append("<figure>\n" + plot);
    page.append("<figcaption>" + Svg.escape(caption) + "</figcaption>\n</figure>\n");
  }

  private static void append(ExampleTable table, StringBuilder page) {
    page.append("<section>\n<h3>" + Svg.escape(table.title()) + "</h3>\n");
    for (String rule : table.rule()) {
      page.append("<p class=\"rule\">" + Svg.escape(rule) + "</p>\n");
    }
    page.append("<div class=\"wide\"><table>\n");
    row("th", "", table, table.columns(), page);
    for (List<String> cells : table.rows()) {
      boolean result = ExampleTable.isResult(cells);
      row("td", result ? " class=\"result\"" : "", table, cells, page);
    }
    page.append("</table></div>\n</section>\n");
  }

  private static void row(
      String cell, String attributes, ExampleTable table, List<String> cells, StringBuilder page) {
    page.append("<tr" + attributes + ">");
    for (int c = 0; c < cells.size(); c++) {
      String text = table.isText(c) ? " class=\"text\"" : "";
      page.append("<" + cell + text + ">" + Svg.escape(cells.get(c)) + "</" + cell + ">");
    }
    page.append("</tr>\n");
  }
}
