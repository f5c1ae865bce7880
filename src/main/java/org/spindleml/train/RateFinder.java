package org.spindleml.train;

import java.util.ArrayList;
import java.util.List;
import org.spindleml.train.RateCurve.End;
import org.spindleml.train.RateCurve.Point;

/**
 * Learning-rate range test: follows a run whose rate rises exponentially ({@link RateRange}), keeps
 * the loss of every step, and ends the run where it has seen enough (Smith, "Cyclical learning
 * rates for training neural networks", 2017, section 3.3).
 *
 * <p>Losses of mini-batches are noisy, so what counts is a mean of them with exponentially falling
 * weights, mₜ = (β mₜ₋₁ + (1 − β) lₜ), divided by 1 − βᵗ for the zero it began with (as in Adam).
 * The run ends where that is above four times its lowest value (for a negative lowest value: by
 * three times its size above it), or not finite.
 */
public final class RateFinder implements TrainingListener {
  /** β. Gugger and fastai take 0.98, whose fifty steps would lag behind by two powers of ten. */
  private static final double SMOOTHING = 1 - 1.0 / RateCurve.WINDOW;

  /** Times the size of the lowest value. */
  private static final double LARGEST_RISE = 3;

  private final RateRange range;
  private final TrainingListener notes;
  private final List<Point> points = new ArrayList<>();
  private double average;
  private double averageOfOnes;
  private double lowest = Double.POSITIVE_INFINITY;
  private End end;

  /**
   * A finder that has met no step yet; good for one run.
   *
   * @param range the rates to try
   * @param notes is told what the run says of itself
   */
  public RateFinder(RateRange range, TrainingListener notes) {
    this.range = range;
    this.notes = notes;
  }

  @Override
  public void note(String line) {
    notes.note(line);
  }

  @Override
  public void diverged(String line) {
    // Is what the largest rates are for.
  }

  @Override
  public void step(Progress progress) {
    average = SMOOTHING * average + (1 - SMOOTHING) * progress.stepLoss();
    averageOfOnes = SMOOTHING * averageOfOnes + (1 - SMOOTHING);
    double smoothed = average / averageOfOnes;
    points.add(new Point(progress.learningRate(), progress.stepLoss(), smoothed));
    if (points.size() >= RateCurve.WINDOW) {
      lowest = Math.min(lowest, smoothed);
    }
    if (!(smoothed <= lowest + LARGEST_RISE * Math.abs(lowest))) {
      end = End.ROSE;
    } else if (points.size() == range.steps()) {
      end = End.ALL_TRIED;
    }
  }

  @Override
  public boolean goesOn() {
    return end == null;
  }

  @Override
  public void finished(TrainingResult result) {
    if (result.stopReason() == StopReason.DIVERGED) {
      end = End.DIVERGED;
    }
  }

  /**
   * What the run has shown.
   *
   * @return the curve
   * @throws IllegalStateException before the run is over
   */
  public RateCurve curve() {
    if (end == null) {
      throw new IllegalStateException("the range test is not over");
    }
    return new RateCurve(points, end);
  }
}
