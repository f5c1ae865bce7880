package org.spindleml.jmh;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.spindleml.linalg.Gemm;

/** The three products of a layer for a block of rows: forward, weights' gradient, inputs' slope. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
  /** Rows of a block, inputs and units of a layer. */
  @Param({"128x784x512", "256x784x512", "256x300x300", "128x14x64"})
  private String shape;

  /** OpenBLAS, where it loads, or Java. */
  @Param({"best", "java"})
  private String kernel;

  private int rows;
  private int inputs;
  private int units;
  private Gemm gemm;
  private float[] x;
  private float[] w;
  private float[] y;

  /** Makes the matrices. */
  @Setup
  public void fill() {
    int[] sizes = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    rows = sizes[0];
    inputs = sizes[1];
    units = sizes[2];
    gemm = kernel.equals("java") ? Gemm.java() : Gemm.best();
    gemm.useOneThread();
    x = Numbers.random(rows * inputs);
    w = Numbers.random(inputs * units);
    y = Numbers.random(rows * units);
  }

  /** y = x · w. */
  @Benchmark
  public void forward() {
    gemm.multiply(false, false, rows, units, inputs, x, 0, inputs, w, 0, units, 0, y, 0, units);
  }

  /** dw = xᵀ · dy. */
  @Benchmark
  public void weightGradient() {
    gemm.multiply(true, false, inputs, units, rows, x, 0, inputs, y, 0, units, 0, w, 0, units);
  }

  /** dx = dy · wᵀ. */
  @Benchmark
  public void inputSlope() {
    gemm.multiply(false, true, rows, inputs, units, y, 0, units, w, 0, units, 0, x, 0, inputs);
  }
}
