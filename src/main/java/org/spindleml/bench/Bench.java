package org.spindleml.bench;

import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * What every benchmark needs.
 *
 * @param spark the session that carries out
 * @param quick whether to run everything once on next to nothing, to see that it runs
 * @param rows how many rows are scored and packed
 * @param repeats how often everything is measured; the median counts
 * @param seed of all data
 * @param pytorch whether PyTorch trains beside us
 * @param figures what is found out
 */
public record Bench(
    SparkSession spark,
    boolean quick,
    long rows,
    int repeats,
    long seed,
    boolean pytorch,
    Figures figures) {

  /**
   * Runs benchmarks.
   *
   * @param chosen which
   */
  public void run(Set<Benchmark> chosen) {
    figures.say(SparksProducts.keepInJava() + ".");
    chosen.forEach(benchmark -> benchmark.run(this));
  }

  /** The number, or next to nothing for a quick run. */
  long rows(long usual) {
    return quick ? Math.min(usual, 1024) : usual;
  }

  /** Runs whose time does not count: class loading, compilation, caches. */
  int warmUps() {
    return quick ? 0 : 2;
  }

  int cores() {
    return spark.sparkContext().defaultParallelism();
  }
}
