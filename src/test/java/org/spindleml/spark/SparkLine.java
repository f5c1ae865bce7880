package org.spindleml.spark;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.apache.spark.package$;

/** The Spark that tests run on, for the few whose subject is one of Spark's own lines. */
public final class SparkLine {
  private SparkLine() {}

  /**
   * Skips the calling test on other lines of Spark.
   *
   * @param because what is different there
   * @param lines major and minor versions, such as 4.1
   */
  public static void assume(String because, String... lines) {
    String version = package$.MODULE$.SPARK_VERSION();
    boolean one = List.of(lines).stream().anyMatch(line -> version.startsWith(line + "."));
    assumeTrue(one, "Spark " + version + ": " + because);
  }
}
