package org.spindleml.linalg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processor as Linux describes it.
 *
 * @param name for example "GenuineIntel 6-143": vendor, family and model
 * @param flags the instruction sets that it has, in Linux's words
 */
record Processor(String name, Set<String> flags) {
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  /** The processor of this machine. */
  static Processor read() throws IOException {
    return of(Files.exists(DESCRIPTION) ? Files.readAllLines(DESCRIPTION) : List.of());
  }

  /** The first processor of a description, whose lines are "key : value". */
  static Processor of(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      String[] pair = line.split("\\s*:\\s*", 2);
      if (pair.length == 2) {
        values.putIfAbsent(pair[0], pair[1]);
      }
    }
    String name =
        values.containsKey("vendor_id")
            ? values.get("vendor_id") + " " + values.get("cpu family") + "-" + values.get("model")
            : System.getProperty("os.arch");
    return new Processor(name, Set.of(values.getOrDefault("flags", "").split("\\s+")));
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  @Override
  public String toString() {
    return name;
  }
}
