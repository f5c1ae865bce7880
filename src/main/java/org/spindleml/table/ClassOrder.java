package org.spindleml.table;

import java.util.List;

/** Class numbers mean the same in two places only where both give them the same names. */
public final class ClassOrder {
  private ClassOrder() {}

  /**
   * Compares the names of classes by number; where one of the two has none there is nothing to
   * compare.
   *
   * @param place what has the names, for the error
   * @param found its names
   * @param model what has the names that it should have
   * @param expected these
   * @param advice what to do
   * @throws InputException naming the first class that differs
   */
  public static void require(
      String place, List<String> found, String model, List<String> expected, String advice) {
    if (found.isEmpty() || expected.isEmpty() || found.equals(expected)) {
      return;
    }
    int k = 0;
    while (k < Math.min(found.size(), expected.size()) && found.get(k).equals(expected.get(k))) {
      k++;
    }
    throw new InputException(
        "class "
            + k
            + " is "
            + name(found, k)
            + " in "
            + place
            + " but "
            + name(expected, k)
            + " in "
            + model
            + "; "
            + advice);
  }

  private static String name(List<String> names, int k) {
    return k < names.size() ? "'" + names.get(k) + "'" : "none";
  }
}
