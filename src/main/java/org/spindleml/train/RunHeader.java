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

  /** Value of {@link #KERNEL} where any will do: the user has given up that bits are the same. */
  public static final String ANY = "any";

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
      if (!before.equals(after) && !(name.equals(KERNEL) && after.equals(ANY))) {
        differences.add(name + " was " + before + ", is now " + after);
      }
    }
    return differences;
  }
}
