package org.spindleml.cli;

import org.apache.spark.sql.SparkSession;

/**
 * The Spark session a command works in: the active one of this process, which stays, or a new one,
 * which ends with the command.
 *
 * <p>Master and settings come from spark-submit. Without it (from an IDE, say) a new session runs
 * in this process on all its cores.
 */
final class CommandSession implements AutoCloseable {
  private final SparkSession spark;
  private final boolean ours;

  private CommandSession(SparkSession spark, boolean ours) {
    this.spark = spark;
    this.ours = ours;
  }

  /** Opens a session that Spark's own pages will show under the name of the command. */
  static CommandSession open(String command) {
    var running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      return new CommandSession(running.get(), false);
    }
    SparkSession.Builder builder = SparkSession.builder().appName("spindle " + command);
    if (System.getProperty("spark.master") == null) {
      builder.master("local[*]").config("spark.ui.enabled", false);
    }
    try {
      return new CommandSession(builder.getOrCreate(), true);
    } catch (IllegalStateException stopped) {
      // A context that its master refused, or could not be asked, stops while it starts.
      IllegalStateException failure =
          new IllegalStateException(
              "no connection to the Spark master "
                  + System.getProperty("spark.master")
                  + ": does it run, is it the same version of Spark, with the same secret?");
      failure.addSuppressed(stopped);
      throw failure;
    }
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    if (ours) {
      spark.stop();
    }
  }
}
