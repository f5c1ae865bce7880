package org.spindleml.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.spindleml.linalg.ThreadTeam;

/**
 * Microseconds that it takes to give a thread on every core nothing to do and to wait for them:
 * while they still spin, and when they have gone to sleep.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TeamBenchmark {
  /** Long enough for threads to fall asleep. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private ThreadTeam team;

  /** Starts the threads. */
  @Setup
  public void start() {
    team = new ThreadTeam(Runtime.getRuntime().availableProcessors());
  }

  /** Ends them. */
  @TearDown
  public void end() {
    team.close();
  }

  /** One call right behind the other. */
  @Benchmark
  public void spinning() {
    team.run(team.members(), member -> {});
  }

  /** A call behind a pause; {@link #pause} is to be taken off. */
  @Benchmark
  public void asleep() {
    pause();
    spinning();
  }

  /** The pause alone. */
  @Benchmark
  public void pause() {
    long end = System.nanoTime() + PAUSE_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
