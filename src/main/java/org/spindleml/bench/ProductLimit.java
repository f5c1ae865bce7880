package org.spindleml.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.spindleml.linalg.Gemm;

/**
 * The limit: what the kernel multiplies when it does nothing else, 1024×512×784 in float32, one
 * product a core, all at once. No training can be faster.
 */
final class ProductLimit {
  private static final int M = 1024;
  private static final int N = 512;
  private static final int K = 784;
  private static final double OPERATIONS = 2.0 * M * N * K;

  /** About a third of a second on a core of 100 GFLOP/s. */
  private static final int PRODUCTS = 40;

  private ProductLimit() {}

  static void run(Bench bench) {
    bench.figures().say("The limit: products of float32 matrices, " + Gemm.best().id() + ".");
    String subject = "1024×512×784, threads at once: " + bench.cores();
    bench.figures().add(Benchmark.LIMIT, subject, gigaflops(bench), "GFLOP/s");
  }

  /** Floating-point operations a nanosecond, of all cores together. */
  static double gigaflops(Bench bench) {
    int products = bench.quick() ? 1 : PRODUCTS;
    double seconds =
        Seconds.median(
            bench.warmUps(), bench.repeats(), () -> multiplyOnAll(bench.cores(), products));
    return OPERATIONS * products * bench.cores() / seconds / 1e9;
  }

  private static void multiplyOnAll(int cores, int products) {
    Thread[] threads = new Thread[cores];
    Arrays.setAll(threads, core -> new Thread(() -> multiply(core, products), "spindle-bench"));
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      join(thread);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Floating-point operations a nanosecond of the calling thread. */
  static double gigaflops(int seed, int products) {
    return OPERATIONS * products / Seconds.of(() -> multiply(seed, products)) / 1e9;
  }

  private static void multiply(int seed, int products) {
    Gemm gemm = Gemm.best();
    gemm.useOneThread();
    float[] a = random(seed, M * K);
    float[] b = random(seed, K * N);
    float[] c = new float[M * N];
    for (int i = 0; i < products; i++) {
      gemm.multiply(false, false, M, N, K, a, 0, K, b, 0, N, 0, c, 0, N);
    }
  }

  private static float[] random(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    IntStream.range(0, length).forEach(i -> values[i] = (float) random.nextDouble() - 0.5f);
    return values;
  }
}
