package org.spindleml.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.spindleml.table.InputException;

/** A session in the driver's process, in contrast to a Spark Connect session, a client far away. */
public final class ClassicSession {
  private ClassicSession() {}

  /**
   * The context that a table's jobs run in.
   *
   * @param table the table
   * @param work what the context is for, to begin an error's message with
   * @return its session's context
   * @throws InputException if the session is Spark Connect's
   */
  public static SparkContext context(Dataset<?> table, String work) {
    try {
      return table.sparkSession().sparkContext();
    } catch (UnsupportedOperationException e) {
      throw new InputException(
          work + " needs a classic Spark session: a Spark Connect session has no RDDs", e);
    }
  }
}
