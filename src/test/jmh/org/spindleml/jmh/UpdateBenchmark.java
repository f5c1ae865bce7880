package org.spindleml.jmh;

import java.util.List;
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
import org.spindleml.linalg.VectorMath;
import org.spindleml.optim.AdaGrad;
import org.spindleml.optim.Adam;
import org.spindleml.optim.AdamW;
import org.spindleml.optim.GradientDescent;
import org.spindleml.optim.Momentum;
import org.spindleml.optim.Nesterov;
import org.spindleml.optim.Optimizer;
import org.spindleml.optim.OptimizerState;
import org.spindleml.optim.RmsProp;
import org.spindleml.optim.Span;

/** Nanoseconds a weight: what the driver does with a gradient, by one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class UpdateBenchmark {
  private static final int WEIGHTS = 1 << 19;

  /** A rule's name. */
  @Param({"gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"})
  private String solver;

  private Optimizer optimizer;
  private OptimizerState state;
  private float[] weights;
  private float[] gradient;

  /** Makes weights and a gradient. */
  @Setup
  public void fill() {
    optimizer =
        switch (solver) {
          case "gd" -> new GradientDescent();
          case "momentum" -> Momentum.defaults();
          case "nesterov" -> Nesterov.defaults();
          case "adagrad" -> AdaGrad.defaults();
          case "rmsprop" -> RmsProp.defaults();
          case "adam" -> Adam.defaults();
          default -> AdamW.defaults(List.of(new Span(0, WEIGHTS)));
        };
    state = optimizer.start(WEIGHTS);
    weights = Numbers.random(WEIGHTS);
    gradient = Numbers.random(WEIGHTS);
  }

  /** The rule. */
  @Benchmark
  @OperationsPerInvocation(WEIGHTS)
  public void step() {
    optimizer.step(weights, gradient, 1e-6, state);
  }

  /** The look for a number that is not finite, which every step has twice. */
  @Benchmark
  @OperationsPerInvocation(WEIGHTS)
  public boolean allFinite() {
    return VectorMath.allFinite(weights, 0, WEIGHTS);
  }
}
