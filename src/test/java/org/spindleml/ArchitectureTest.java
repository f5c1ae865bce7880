package org.spindleml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arrows between packages point one way only. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("src/main/java/org/spindleml");

  /** A room imports only rooms before it. */
  private static final List<String> ROOMS =
      List.of(
          "data", "linalg", "nn", "optim", "table", "metrics", "train", "model", "report", "spark",
          "ml", "bench", "cli");

  /** From here on Spark is known. */
  private static final int LINE = ROOMS.indexOf("spark");

  /** Rooms that stand alone. */
  private static final Set<String> ALONE = Set.of("data", "linalg");

  private static final Pattern SPINDLE =
      Pattern.compile("org\\.spindleml\\.(?:([a-z]\\w*)|[A-Z]\\w*)");

  private static final Pattern SPARK =
      Pattern.compile("org\\.apache\\.(spark|hadoop)\\b|\\bscala\\.[a-z]+\\.");

  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|^\\s*//[^\n]*", Pattern.DOTALL | Pattern.MULTILINE);

  private static List<Path> files() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Imports and fully qualified uses, but no comments. */
  private static String code(Path file) {
    try {
      return COMMENT.matcher(Files.readString(file)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String room(Path file) {
    Path inRoot = ROOT.relativize(file);
    return inRoot.getNameCount() == 1 ? "" : inRoot.getName(0).toString();
  }

  /** What a file of a room must not name. */
  static List<String> wrongArrows(String room, String code) {
    List<String> wrong = new ArrayList<>();
    int at = ROOMS.indexOf(room);
    Matcher uses = SPINDLE.matcher(code);
    while (uses.find()) {
      String used = uses.group(1);
      boolean isAbove = ROOMS.contains(used) && ROOMS.indexOf(used) < at && !ALONE.contains(room);
      if (!room.equals(used) && !isAbove) {
        wrong.add(uses.group());
      }
    }
    Matcher spark = SPARK.matcher(code);
    while (at < LINE && spark.find()) {
      wrong.add(spark.group());
    }
    return wrong;
  }

  @Test
  void everyRoomIsKnown() {
    Set<String> found = new TreeSet<>();
    files().forEach(file -> found.add(room(file)));
    found.remove("");
    assertEquals(new TreeSet<>(ROOMS), found);
  }

  @Test
  void arrowsPointUpwards() {
    List<String> wrong = new ArrayList<>();
    for (Path file : files()) {
      for (String arrow : wrongArrows(room(file), code(file))) {
        wrong.add(file + " uses " + arrow);
      }
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  @Test
  void everyRoomIntroducesItself() {
    for (Path file : files()) {
      Path introduction = file.resolveSibling("package-info.java");
      assertTrue(Files.exists(introduction), () -> introduction + " is missing");
    }
  }

  @Test
  void wrongArrowsAreNoticed() {
    assertEquals(
        List.of("org.spindleml.train"),
        wrongArrows("nn", "package org.spindleml.nn;\nimport org.spindleml.train.Trainer;\n"));
    assertEquals(
        List.of("org.apache.spark"),
        wrongArrows("train", "void f(org.apache.spark.rdd.RDD<?> rows) {}"));
    assertEquals(List.of("scala.collection."), wrongArrows("nn", "import scala.collection.Seq;"));
    assertEquals(
        List.of("org.spindleml.linalg"), wrongArrows("data", "org.spindleml.linalg.Gemm.best()"));
    assertEquals(List.of(), wrongArrows("spark", "import org.spindleml.train.Trainer;"));
    assertEquals(List.of("org.spindleml.ml"), wrongArrows("spark", "org.spindleml.ml.X"));
  }
}
