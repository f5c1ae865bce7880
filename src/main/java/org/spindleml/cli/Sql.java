package org.spindleml.cli;

import org.apache.spark.sql.types.StructType;

/** Names of columns as SQL takes them. */
final class Sql {
  private Sql() {}

  /** A name in quotes, so that its dots and spaces are part of it. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /**
   * A name for a new column.
   *
   * @param schema of the table that the column is added to
   * @param name the name, which dots and quotes are taken from: Spark's stages would read them as
   *     paths
   * @return the name, with as many underscores as make it new
   */
  static String free(StructType schema, String name) {
    String free = name.replaceAll("[.`]", "_");
    for (int i = 0; i < schema.length(); i++) {
      if (schema.fieldNames()[i].equalsIgnoreCase(free)) {
        return free(schema, free + "_");
      }
    }
    return free;
  }
}
