package org.spindleml.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes a run the run it is: network, Params, seed, data, kernel, as text by name. Two runs of
 * the same header go through the same states, bit for bit.
 *
 * @param values what is compared, in the order in which differences are named
 */
public record RunHeader(Map<String, String> values) {
  /** Name of the value that says what multiplies matrices. */
  public static final String KERNEL = "kernel";

  /**
   * Keeps a copy.
   *
   * @param values what is compared
   */
  public RunHeader {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Compares a run with this one, which was before.
   *
   * @param now the run of now
   * @return a line for each value that differs, with both values
   */
  public List<String> differences(RunHeader now) {
    Set<String> names = new LinkedHashSet<>(now.values.keySet());
    names.addAll(values.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String before = values.getOrDefault(name, "not set");
      String after = now.values.getOrDefault(name, "not set");
      if (!before.equals(after)) {
        differences.add(name + " was " + before + ", is now " + after);
      }
    }
    return differences;
  }

  /**
   * The same header without one of its values.
   *
   * @param name which
   * @return another header
   */
  public RunHeader without(String name) {
    Map<String, String> others = new LinkedHashMap<>(values);
    others.remove(name);
    return new RunHeader(others);
  }
}
