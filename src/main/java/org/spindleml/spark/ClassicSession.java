package org.spindleml.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
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
          work
              + " needs a classic Spark session, made with master(...): a Spark Connect session,"
              + " made with remote(...), has no RDDs",
          e);
    }
  }

  /**
   * A table's schema, for which a table of Spark Connect would ask its server, and perhaps wait.
   *
   * @param table the table
   * @param work what it is for, to begin an error's message with
   * @return its schema
   * @throws InputException if the session is Spark Connect's; the server was not asked
   */
  public static StructType schema(Dataset<?> table, String work) {
    context(table.sparkSession(), work);
    return table.schema();
  }
}
