package org.spindleml.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.spindleml.table.InputException;

/** A session in the driver's process, in contrast to a Spark Connect session, a client far away. */
public final class ClassicSession {
  private ClassicSession() {}

  /**
   * The context that a session's jobs run in.
   *
   * @param session the session
   * @param work what the context is for, to begin an error's message with
   * @return its context
   * @throws InputException if the session is Spark Connect's
   */
  public static SparkContext context(SparkSession session, String work) {
    try {
      return session.sparkContext();
    } catch (UnsupportedOperationException e) {
      throw new InputException(
          work + " needs a classic Spark session: a Spark Connect session has no RDDs", e);
    }
  }
}
