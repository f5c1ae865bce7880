package org.spindleml.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.train.StopReason;

/** The page of a run, drawn by a real browser. */
class ReportInBrowserTest {
  /** Keeps what goes wrong in the page's scripts. */
  private static final String WATCH =
      "<script>window.faults = []; onerror = (message) => { faults.push(message); };</script>";

  @TempDir private Path directory;

  private static Path browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name -> Stream.of(System.getenv("PATH").split(":")).map(path -> Path.of(path, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /**
   * Draws a page in a frame of some width, and says how many charts it has, how many of them have
   * drawn something, by how many pixels the page is wider than the frame, and what went wrong.
   */
  private String drawn(Path browser, String page, int width) throws Exception {
    String watched = page.replaceFirst("<head>", "<head>" + WATCH);
    Path file = directory.resolve("framed.html");
    Files.writeString(
        file,
        "<!DOCTYPE html><body><iframe style=\"width: "
            + width
            + "px; height: 4000px\" srcdoc=\""
            + watched.replace("&", "&amp;").replace("\"", "&quot;")
            + """
            "></iframe><script>
            onload = () => setTimeout(() => {
              const frame = document.querySelector("iframe");
              const page = frame.contentDocument;
              const coloured = (canvas) => canvas.getContext("2d")
                .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
              document.title = [
                page.querySelectorAll("figure.chart").length,
                [...page.querySelectorAll("canvas")].filter(coloured).length,
                page.documentElement.scrollWidth - page.documentElement.clientWidth,
                frame.contentWindow.faults.join()].join(" ");
            }, 1000);
            </script></body>""");
    List<String> command = new ArrayList<>(List.of(browser.toString(), "--headless"));
    command.addAll(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + directory.resolve("profile"),
            "--virtual-time-budget=10000",
            "--dump-dom",
            file.toUri().toString()));
    Path out = directory.resolve("dom.html");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err.txt").toFile())
            .start();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new IOException("the browser has not ended");
      }
    } finally {
      process.destroyForcibly();
    }
    String dom = Files.readString(out, StandardCharsets.UTF_8);
    // The page's own title is inside the frame's source.
    Matcher title = Pattern.compile("<title>(\\d+ [^<]*)</title>").matcher(dom);
    return title.find() ? title.group(1).strip() : "no answer: " + dom;
  }

  private void assertDrawn(int charts, EvaluatedTable table) throws Exception {
    Path browser = browser();
    assumeTrue(
        browser != null,
        "no Chromium: install it (Debian: apt-get install chromium) to draw pages");
    String page =
        TrainingReport.of(
            SomeRuns.of(SomeRuns.epochs(40, true), 30, StopReason.MAX_ITER, List.of(table)));
    for (int width : new int[] {390, 1280}) {
      assertEquals(charts + " " + charts + " 0", drawn(browser, page, width), "at " + width);
    }
  }

  @Test
  void classes() throws Exception {
    assertDrawn(8, SomeRuns.classes(2, List.of("healthy", "ill")));
  }

  @Test
  void manyClassesWithLongNames() throws Exception {
    List<String> names =
        Stream.iterate("a rather long name", name -> name + "x").limit(20).toList();
    assertDrawn(6, SomeRuns.classes(20, names));
  }

  @Test
  void values() throws Exception {
    assertDrawn(7, SomeRuns.values("squared", "y"));
  }
}
