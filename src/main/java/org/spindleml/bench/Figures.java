package org.spindleml.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a run: printed as they come, kept for a file. */
public final class Figures {
  /**
   * A number found out.
   *
   * @param benchmark whose
   * @param subject what was measured
   * @param value how much
   * @param unit of what
   */
  public record Figure(String benchmark, String subject, double value, String unit) {
    /** Three digits or more. */
    @Override
    public String toString() {
      double size = Math.abs(value);
      String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
      return String.format(
          Locale.ROOT, "%-9s %-62s %10s %s", benchmark, subject, format.formatted(value), unit);
    }
  }

  private final PrintWriter out;
  private final List<Figure> all = new ArrayList<>();

  /**
   * No figures yet.
   *
   * @param out where they are printed
   */
  public Figures(PrintWriter out) {
    this.out = out;
  }

  /** Keeps and prints a figure. */
  void add(Benchmark benchmark, String subject, double value, String unit) {
    Figure figure = new Figure(benchmark.label(), subject, value, unit);
    all.add(figure);
    out.println(figure);
    out.flush();
  }

  /** Says what the next figures are about. */
  void say(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * All figures so far.
   *
   * @return in the order of their coming
   */
  public List<Figure> all() {
    return List.copyOf(all);
  }

  /**
   * All figures so far, for a program to read.
   *
   * @return a JSON array of objects with benchmark, subject, value and unit
   */
  public String toJson() {
    JsonMapper mapper = new JsonMapper();
    ArrayNode array = mapper.createArrayNode();
    for (Figure figure : all) {
      array
          .addObject()
          .put("benchmark", figure.benchmark())
          .put("subject", figure.subject())
          .put("value", figure.value())
          .put("unit", figure.unit());
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(array) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
