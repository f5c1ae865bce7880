package org.spindleml.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.spindleml.nn.Activation;
import org.spindleml.nn.TracedLayer;

/** A worked example as a page that stands alone: a drawing, plots of the activations, tables. */
public final class ExamplePage {
  private static final String TITLE = "One training step, number by number";

  private static final String STYLE =
      """
      p { margin: 0.3rem 0; }
      .rule, .legend { color: var(--faint); font-size: 0.9rem; }
      .wide { padding: 0.5rem 0; }
      .plots { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
      .plots svg { max-width: 100%; height: auto; }
      figcaption { max-width: 340px; }
      .steps { display: grid; gap: 1.8rem 2.5rem;
        grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr)); align-items: start; }
      table { margin-top: 0.4rem; }
      th, td { padding-right: 0.7rem; }
      tr.result td { font-weight: 600; }
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
      """;

  private ExamplePage() {}

  /**
   * The page.
   *
   * @param example the example
   * @return HTML that needs no other file and no network
   */
  public static String of(WorkedExample example) {
    StringBuilder page = new StringBuilder("<h1>" + TITLE + "</h1>\n<dl>\n");
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
    return new Page(TITLE, STYLE, page.append("</div>\n").toString()).html();
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
