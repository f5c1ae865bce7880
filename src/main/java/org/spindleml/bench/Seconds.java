package org.spindleml.bench;

import java.util.Arrays;

/** How long things take. */
final class Seconds {
  private Seconds() {}

  /** Of one run. */
  static double of(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The median of several runs, after some that do not count. */
  static double median(int warmUps, int repeats, Runnable work) {
    for (int i = 0; i < warmUps; i++) {
      work.run();
    }
    double[] seconds = new double[repeats];
    Arrays.setAll(seconds, i -> of(work));
    return median(seconds);
  }

  /** Of an even number of values the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
