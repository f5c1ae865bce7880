package org.spindleml.bench;

import java.util.Arrays;
import java.util.List;

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

  /** The median of each of several works that take turns, so that all have the same weather. */
  static double[] medians(int repeats, List<Runnable> works) {
    double[][] seconds = new double[works.size()][repeats];
    for (int turn = 0; turn < repeats; turn++) {
      for (int work = 0; work < seconds.length; work++) {
        seconds[work][turn] = of(works.get(work));
      }
    }
    return Arrays.stream(seconds).mapToDouble(Seconds::median).toArray();
  }

  /** Of an even number of values the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
