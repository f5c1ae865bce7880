package org.spindleml.spark;

import org.apache.spark.sql.SparkSession;

/** The one local Spark session that tests of a process share. */
public final class LocalSpark {
  private LocalSpark() {}

  /**
   * The session.
   *
   * @return a session with two task slots
   */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("spindle tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.default.parallelism", "2")
        .config("spark.hadoop.fs.file.impl", LocalFiles.class.getName())
        .getOrCreate();
  }
}
