package org.spindleml.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The chart library <a href="https://github.com/leeoniya/uPlot">uPlot</a> (MIT licence, 50 kB), as
 * its web jar brings it. Pages carry it inside themselves, licence included, so that they need no
 * network.
 */
final class UPlot {
  private static final String DIRECTORY = "/META-INF/resources/webjars/uplot/1.6.30/";

  private UPlot() {}

  /** The elements of a page's head that define the global {@code uPlot}. */
  static String head() {
    return "<style>\n"
        + resource(DIRECTORY + "dist/uPlot.min.css")
        + "\n</style>\n<script>\n/*\n"
        + resource(DIRECTORY + "LICENSE")
        + "\n*/\n"
        + resource(DIRECTORY + "dist/uPlot.iife.min.js")
        + "\n</script>\n";
  }

  /** A script of this package, as an element. */
  static String script(String name) {
    return "<script>\n" + resource("/org/spindleml/report/" + name) + "</script>\n";
  }

  private static String resource(String name) {
    try (InputStream in = UPlot.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
