package org.spindleml.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A page that stands alone: its style and scripts are inside it, it asks no network for anything.
 * Colours are light or dark as the reader's system is, and light on paper.
 *
 * @param title what the page is about, as text
 * @param style rules for this page, after those for all
 * @param body its elements
 */
record Page(String title, String style, String body) {
  /** The page without charts. */
  String html() {
    return html("");
  }

  /** The page with the chart library and what its charts share. */
  String htmlWithCharts() {
    return html(UPlot.head() + script("charts.js"));
  }

  private String html(String scripts) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>"""
        + Svg.escape(title)
        + "</title>\n"
        + scripts
        + "<style>\n"
        + resource("/org/spindleml/report/page.css")
        + style
        + "</style>\n</head>\n<body>\n"
        + body
        + "</body>\n</html>\n";
  }

  /** A script of this package, as an element. */
  static String script(String name) {
    return "<script>\n" + resource("/org/spindleml/report/" + name) + "</script>\n";
  }

  /** A file of the jars. */
  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
