package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spindleml.linalg.Gemm;

/** The table of docs/reproducibility.md, and the same table as it is made here. */
final class ReproducibilityPage {
  private static final Path PAGE = Path.of("docs/reproducibility.md");
  private static final Path MADE = Path.of("target/reproducibility.md");
  private static final Pattern KERNEL = Pattern.compile("\nKernel: `(.*)`\n");
  private static final Pattern ROW = Pattern.compile("\n\\| (.*) \\| `([0-9a-f]{64})` \\|");

  /** What the models hash to, or why there is none, by what was special about the run. */
  private final Map<String, String> rows = new LinkedHashMap<>();

  private final Map<String, String> hashes = new LinkedHashMap<>();

  /** Adds a row, which must have the hash of those before it. */
  void add(String run, String hash) {
    rows.put(run, "`" + hash + "`");
    hashes.put(run, hash);
    assertEquals(hashes.values().iterator().next(), hash, run);
  }

  /** Adds a row for what this machine cannot run. */
  void leaveOut(String run, String why) {
    rows.put(run, "not here: " + why);
  }

  /** Writes the table; the page's must have the same rows and, of the same kernel, hashes. */
  void check() throws IOException {
    String kernel = Gemm.best().id();
    List<String> lines = new ArrayList<>();
    lines.add("Kernel: `" + kernel + "`\n\n| run | SHA-256 of the model |\n| --- | --- |");
    rows.forEach((run, hash) -> lines.add("| " + run + " | " + hash + " |"));
    Files.writeString(MADE, String.join("\n", lines) + "\n");
    assertEquals(1, Set.copyOf(hashes.values()).size(), hashes::toString);

    String page = Files.readString(PAGE);
    Map<String, String> expected = new LinkedHashMap<>();
    Matcher row = ROW.matcher(page);
    for (int end = 0; row.find(end); end = row.end()) {
      expected.put(row.group(1), row.group(2));
    }
    String hint = PAGE + " is not what ran; " + MADE + " is";
    assertEquals(
        String.join("\n", expected.keySet()), String.join("\n", rows.keySet()), () -> hint);
    Matcher made = KERNEL.matcher(page);
    if (made.find() && made.group(1).equals(kernel)) {
      expected.keySet().retainAll(hashes.keySet());
      assertEquals(expected, hashes, () -> hint);
    }
    // Of any kernel.
    assertEquals(1, Set.copyOf(expected.values()).size(), () -> "hashes of " + PAGE);
  }
}
