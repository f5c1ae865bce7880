package org.spindleml.cli;

import org.apache.spark.SparkThrowable;

/**
 * What Spark says about tables, columns, queries and values that do not fit, told from its other
 * failures by the SQLSTATE that Spark gives each of its errors.
 */
final class SparkFaults {
  private SparkFaults() {}

  /**
   * Whether an exception is about the user's tables: class 22 data exception, 42 syntax error or
   * missing object, KD data source.
   */
  static boolean isBadInput(Throwable failure) {
    if (!(failure instanceof SparkThrowable spark) || spark.getSqlState() == null) {
      return false;
    }
    String state = spark.getSqlState();
    return state.startsWith("22") || state.startsWith("42") || state.startsWith("KD");
  }

  /** Spark's sentence, without the names of its error classes and the plan that follows. */
  static String sentence(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^\\[[A-Z0-9_.]+] ", "")
        .replaceFirst(" ?SQLSTATE: \\w{5}", "")
        .replaceFirst("; line \\d+ pos \\d+;?$", "");
  }
}
