package org.spindleml.spark;

import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.spindleml.table.InputException;

/**
 * What a Spark application sets for all of its runs: what pays or is wanted depends on its cluster,
 * not on the model.
 *
 * @param gatherBytes gradients that the driver may take in a step beyond a single one
 * @param mixedKernels whether executors may multiply matrices with different kernels
 */
record ApplicationSettings(long gatherBytes, boolean mixedKernels) {
  static final String GATHER_AT_MOST = "spark.spindle.gatherAtMost";
  static final String ALLOW_MIXED_KERNELS = "spark.spindle.allowMixedKernels";

  /**
   * Reads the settings.
   *
   * @throws InputException if one cannot be read
   */
  static ApplicationSettings of(SparkConf conf) {
    return new ApplicationSettings(
        read(conf, GATHER_AT_MOST, "a size like 64m or 0", key -> conf.getSizeAsBytes(key, "64m")),
        read(conf, ALLOW_MIXED_KERNELS, "true or false", key -> conf.getBoolean(key, false)));
  }

  private static <T> T read(SparkConf conf, String key, String wanted, Function<String, T> value) {
    try {
      return value.apply(key);
    } catch (IllegalArgumentException e) {
      throw new InputException(key + " must be " + wanted + ", found '" + conf.get(key) + "'", e);
    }
  }
}
