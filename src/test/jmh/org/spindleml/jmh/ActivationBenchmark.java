package org.spindleml.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.spindleml.nn.Activation;

/** Nanoseconds a number: every activation, there and back, over a block that fits in the cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ActivationBenchmark {
  private static final int ROWS = 64;
  private static final int UNITS = 64;

  /** Which one. */
  @Param private Activation activation;

  private float[] x;
  private float[] y;
  private float[] slopes;
  private float[] weights;
  private float[] gradient;

  /** Makes the block. */
  @Setup
  public void fill() {
    x = Numbers.random(ROWS * UNITS);
    y = new float[ROWS * UNITS];
    slopes = new float[ROWS * UNITS];
    weights = Numbers.random(UNITS);
    gradient = new float[UNITS];
    forward();
  }

  /** Outputs of weighted sums. */
  @Benchmark
  @OperationsPerInvocation(ROWS * UNITS)
  public void forward() {
    activation.forward(x, y, ROWS, UNITS, weights, 0);
  }

  /** Slopes on outputs become slopes on weighted sums. */
  @Benchmark
  @OperationsPerInvocation(ROWS * UNITS)
  public void backward() {
    System.arraycopy(x, 0, slopes, 0, slopes.length);
    activation.backward(x, y, slopes, ROWS, UNITS, weights, 0, gradient);
  }
}
