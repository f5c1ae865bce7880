package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.spark.LocalSpark;

/**
 * Every benchmark, on next to nothing. Spark's perceptron multiplies by Java's vectors, which take
 * a JVM with both compilers.
 */
class BenchCommandIT {
  /** What each benchmark is for; that it runs, not how fast. */
  private static final List<String> LINES =
      List.of(
          "limit     1024×512×784, threads at once: ",
          "training  784-512-256-10, batch 1024, an epoch",
          "training  784-512-256-10, batch 1024, of the limit",
          "training  28-300-300-300-2, full batch, beside Spark's perceptron",
          "training  784-128-10, batch 256",
          "training  14-64-32-2, full batch, Spark's perceptron",
          "scoring   1,024 rows × 28, transform",
          "scoring   1,024 rows × 28, beside Spark's perceptron",
          "scoring   a single row without Spark",
          "step      784-512-256-10, batch 1024, a step",
          "step      784-512-256-10, batch 1024, a step with gradientPrecision bf16",
          "step      14-64-32-2, batch 256, beside the floor",
          "step      784-128-10, batch 256, localSteps 16",
          "cost      784-512-256-10, batch 1024, a step by the model",
          "packing   512 rows × 28, to shards",
          "packing   512 rows × 28, beside Spark's shuffle",
          "memory    784 features, a row",
          "memory    2000 features, 20 of them not 0, a row",
          "sparse    20 of 2000 inputs, sparse products beside dense rows");

  @BeforeAll
  static void startSpark() {
    LocalSpark.session();
  }

  @AfterAll
  static void stopSpark() {
    LocalSpark.session().stop();
  }

  @Test
  void everyBenchmarkRunsAndItsFiguresAreKept(@TempDir Path directory) throws IOException {
    Path json = directory.resolve("figures.json");
    Ran ran = Ran.command("bench", "--quick", "--json", json.toString());
    assertEquals("", ran.err());
    assertEquals(0, ran.exitCode());
    for (String line : LINES) {
      assertTrue(ran.out().lines().anyMatch(printed -> printed.startsWith(line)), line);
    }
    JsonNode figures = new JsonMapper().readTree(json.toFile());
    Set<String> benchmarks = new LinkedHashSet<>();
    for (JsonNode figure : figures) {
      benchmarks.add(figure.get("benchmark").textValue());
      assertTrue(Double.isFinite(figure.get("value").doubleValue()), figure::toString);
    }
    assertEquals(
        List.of("limit", "training", "scoring", "step", "cost", "packing", "memory", "sparse"),
        List.copyOf(benchmarks));
  }

  @Test
  void aCachedRowIsAsSmallAsItsNumbers() {
    Ran ran = Ran.command("bench", "memory", "--quick");
    assertBytes(ran, "784 features", 4 * 784);
    assertBytes(ran, "2000 features", 8 * 20);
  }

  private void assertBytes(Ran ran, String about, double least) {
    List<String> bytes =
        ran.out().lines().filter(line -> line.contains(about)).map(this::value).toList();
    assertEquals(2, bytes.size(), ran.out());
    double found = Double.parseDouble(bytes.get(0).replace(",", ""));
    double aim = Double.parseDouble(bytes.get(1).replace(",", ""));
    assertTrue(least <= found && found <= aim, ran.out());
  }

  private String value(String line) {
    return line.replaceAll(" bytes$", "").replaceAll(".* ", "");
  }
}
