package org.spindleml.report;

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
        + Page.resource(DIRECTORY + "dist/uPlot.min.css")
        + "\n</style>\n<script>\n/*\n"
        + Page.resource(DIRECTORY + "LICENSE")
        + "\n*/\n"
        + Page.resource(DIRECTORY + "dist/uPlot.iife.min.js")
        + "\n</script>\n";
  }
}
