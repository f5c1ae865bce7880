package org.spindleml.bench;

import java.util.function.Consumer;
import org.spindleml.nn.Named;

/** The benchmarks, in the order in which they run. */
public enum Benchmark implements Named {
  /** What the processor can multiply. */
  LIMIT("limit", ProductLimit::run),
  /** Rows a second of training. */
  TRAINING("training", TrainingBench::run),
  /** Rows a second of transform, and microseconds of a single row. */
  SCORING("scoring", ScoringBench::run),
  /** Milliseconds of a step that Spark carries out. */
  STEP("step", StepBench::run),
  /** Milliseconds of steps beside what a formula says of them. */
  COST("cost", CostBench::run),
  /** Rows a second of fewer and more executors. */
  SCALING("scaling", ScalingBench::run),
  /** Rows a second from a file to shards. */
  PACKING("packing", PackingBench::run),
  /** Bytes of a cached row. */
  MEMORY("memory", MemoryBench::run),
  /** Rows a second of rows that are mostly zeros. */
  SPARSE("sparse", SparseBench::run);

  private final String label;
  private final Consumer<Bench> run;

  Benchmark(String label, Consumer<Bench> run) {
    this.label = label;
    this.run = run;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Measures, and reports what it found.
   *
   * @param bench where, how long, and to whom to report
   */
  public void run(Bench bench) {
    run.accept(bench);
  }
}
