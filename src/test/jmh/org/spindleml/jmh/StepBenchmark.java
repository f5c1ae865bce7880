package org.spindleml.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.spindleml.nn.Activation;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.HiddenLayer;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Network;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.train.LocalGradientSource;
import org.spindleml.train.RowLayout;
import org.spindleml.train.Shard;
import org.spindleml.train.TrainingPlan;

/** The gradient of one step by threads of this process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class StepBenchmark {
  private static final int SHARDS = 64;
  private static final int STEPS = 16;

  /** The network's widths and the batch. */
  @Param({"14-64-32-2 256", "784-128-10 256", "28-300-300-300-2 1024", "784-512-256-10 1024"})
  private String run;

  /** Threads that compute. */
  @Param({"1", "2"})
  private int threads;

  private LocalGradientSource source;
  private float[] weights;
  private long step;

  /** Makes the table and starts the threads. */
  @Setup
  public void start() {
    String[] parts = run.split(" ");
    int[] widths = Arrays.stream(parts[0].split("-")).mapToInt(Integer::parseInt).toArray();
    int batch = Integer.parseInt(parts[1]);
    List<HiddenLayer> hidden = new ArrayList<>();
    for (int l = 1; l < widths.length - 1; l++) {
      hidden.add(new HiddenLayer(widths[l], Activation.RELU));
    }
    Network network = Network.of(widths[0], hidden, widths[widths.length - 1]);
    RowLayout layout = new RowLayout(widths[0], 1, false);
    int rows = STEPS * batch / SHARDS;
    Shard[] shards = new Shard[SHARDS];
    Arrays.setAll(shards, s -> new Shard(layout, rows(layout, rows)));
    TrainingPlan plan = new TrainingPlan(1, (long) STEPS * batch, SHARDS, STEPS, batch / 128, 256);
    source = new LocalGradientSource(network, new SoftmaxCrossEntropy(), plan, shards, threads);
    weights = network.initialWeights(Initializer.HE_UNIFORM, 1);
  }

  /** Rows of class 0. */
  private static float[] rows(RowLayout layout, int rows) {
    float[] packed = Numbers.random(rows * layout.stride());
    for (int row = 0; row < rows; row++) {
      packed[row * layout.stride() + layout.inputs()] = 0;
    }
    return packed;
  }

  /** A step's gradient sum. */
  @Benchmark
  public GradientSum gradient() {
    return source.at(weights, step++);
  }

  /** Ends the threads. */
  @TearDown
  public void stop() {
    source.close();
  }
}
