package org.spindleml.train;

import org.spindleml.linalg.ThreadTeam;
import org.spindleml.nn.GradientSum;

/** A source of gradients whose calls are timed. */
final class TimedSource implements GradientSource {
  private final GradientSource source;
  private long lapStart = System.nanoTime();
  private long computeNanos;
  private long callNanos;

  TimedSource(GradientSource source) {
    this.source = source;
  }

  @Override
  public GradientSum at(float[] weights, long step) {
    long start = System.nanoTime();
    GradientSum sum = source.at(weights, step);
    count(System.nanoTime() - start);
    return sum;
  }

  @Override
  public EvaluationSums evaluate(float[] weights) {
    long start = System.nanoTime();
    EvaluationSums sums = source.evaluate(weights);
    count(System.nanoTime() - start);
    return sums;
  }

  @Override
  public ThreadTeam team() {
    return source.team();
  }

  private void count(long nanos) {
    callNanos += nanos;
    computeNanos += source.computeNanos(nanos);
  }

  /** Where the time since the last lap went. */
  EpochSeconds lap() {
    long now = System.nanoTime();
    EpochSeconds seconds =
        new EpochSeconds(
            computeNanos / 1e9,
            (callNanos - computeNanos) / 1e9,
            (now - lapStart - callNanos) / 1e9);
    lapStart = now;
    callNanos = 0;
    computeNanos = 0;
    return seconds;
  }
}
