package org.spindleml.spark;

/**
 * Why a row cannot be used.
 *
 * @param problem what is wrong, the same words for all rows with the same fault: "column 'x' has a
 *     null"
 * @param found the offending value and where in the row it stands
 */
public record RowFault(String problem, String found) {
  @Override
  public String toString() {
    return problem + " (" + found + ")";
  }
}
