package org.spindleml.report;

import java.util.Locale;

/** A table of a page. Cells are escaped; the first column is text, the others are numbers. */
final class HtmlTable {
  private final StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n");

  /** A table with so many titles. */
  HtmlTable(String... titles) {
    html.append("<tr>");
    for (int i = 0; i < titles.length; i++) {
      html.append(i == 0 ? "<th class=\"text\">" : "<th>").append(Svg.escape(titles[i]));
      html.append("</th>");
    }
    html.append("</tr>\n");
  }

  /** Adds a row of words and numbers. */
  HtmlTable row(String name, double... numbers) {
    begin(name);
    for (double number : numbers) {
      html.append("<td>").append(number(number)).append("</td>");
    }
    return end();
  }

  /** Adds a row of shares, each cell shaded by how large it is. */
  HtmlTable shaded(String name, double[] weights, double sum) {
    begin(name);
    for (double weight : weights) {
      long percent = sum > 0 ? Math.round(70 * weight / sum) : 0;
      html.append(
          String.format(
              Locale.ROOT,
              "<td style=\"background: color-mix(in srgb, var(--plus) %d%%, transparent)\">%s</td>",
              percent,
              number(weight)));
    }
    return end();
  }

  private void begin(String name) {
    html.append("<tr><td class=\"text\">").append(Svg.escape(name)).append("</td>");
  }

  private HtmlTable end() {
    html.append("</tr>\n");
    return this;
  }

  /** The table as an element that scrolls where it is wide. */
  String html() {
    return html + "</table></div>\n";
  }

  /** A table under a title, as an element. */
  static String block(String title, HtmlTable table) {
    return "<section class=\"block\">\n<h3>"
        + Svg.escape(title)
        + "</h3>\n"
        + table.html()
        + "</section>\n";
  }

  /** A number for people: whole ones whole, others with five digits. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    double size = Math.abs(value);
    if (size >= 1e-3 && size < 1e6) {
      int digits = (int) Math.max(0, 4 - Math.floor(Math.log10(size)));
      return String.format(Locale.ROOT, "%,." + Math.min(digits, 5) + "f", value);
    }
    return String.format(Locale.ROOT, "%.4e", value);
  }
}
