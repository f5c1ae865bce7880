package org.spindleml.train;

import java.util.List;
import java.util.Optional;

/**
 * Loss against learning rate, as a {@link RateFinder} met it. The rates are equally far from each
 * other on a logarithmic axis.
 *
 * @param points the rates tried, from small to large, each with its loss; may be empty
 * @param end why there are no more points
 */
public record RateCurve(List<Point> points, End end) {
  /** Steps that the smoothed loss is a mean of, about; one of fewer is noise. */
  static final int WINDOW = 10;

  /** At the rate of the lowest loss training is on the brink: a usual choice is a tenth of it. */
  private static final double SHARE_OF_LOWEST = 0.1;

  /**
   * A learning rate and its loss.
   *
   * @param rate the learning rate
   * @param loss mean loss of the rows of the step of this rate, before it
   * @param smoothed mean of the losses up to here, recent ones counting most
   */
  public record Point(double rate, double loss, double smoothed) {}

  /** Why a range test ended. */
  public enum End {
    /** All rates were tried. */
    ALL_TRIED("all rates were tried"),
    /** The smoothed loss had risen far above its lowest. */
    ROSE("stopped where the smoothed loss was more than four times its lowest"),
    /** A number became infinite or NaN. */
    DIVERGED("stopped where a number became infinite or NaN");

    private final String text;

    End(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Copies the points.
   *
   * @param points the rates tried
   * @param end why there are no more points
   */
  public RateCurve {
    points = List.copyOf(points);
  }

  /**
   * The first point that counts: the means before it are of few losses.
   *
   * @return its index; that of the last point where there are fewer, −1 where there are none
   */
  public int first() {
    return Math.min(WINDOW, points.size()) - 1;
  }

  /**
   * Where the smoothed loss is lowest.
   *
   * @return the index of the point, the first one of several, none before {@link #first}; −1 where
   *     there are no points
   */
  public int lowest() {
    int lowest = first();
    for (int i = first() + 1; i < points.size(); i++) {
      if (points.get(i).smoothed() < points.get(lowest).smoothed()) {
        lowest = i;
      }
    }
    return lowest;
  }

  /**
   * Where the smoothed loss falls most over a logarithmic axis, on the way to the lowest point.
   *
   * @return the index of the point in the middle of the fall, which is over ten steps; empty where
   *     it never falls so
   */
  public Optional<Integer> steepest() {
    Optional<Integer> steepest = Optional.empty();
    double largestFall = 0;
    for (int from = first(); from >= 0 && from + WINDOW <= lowest(); from++) {
      double fall = points.get(from).smoothed() - points.get(from + WINDOW).smoothed();
      if (fall > largestFall) {
        largestFall = fall;
        steepest = Optional.of(from + WINDOW / 2);
      }
    }
    return steepest;
  }

  /**
   * A learning rate to train with: a tenth of the one at which the smoothed loss is lowest.
   *
   * @return the rate; empty where the loss never falls
   */
  public Optional<Double> suggestion() {
    return steepest().map(any -> SHARE_OF_LOWEST * points.get(lowest()).rate());
  }

  /**
   * Whether the loss fell up to the last rate, so that larger ones may be better still.
   *
   * @return true if all rates were tried and the last one is the lowest point
   */
  public boolean isCutOff() {
    return end == End.ALL_TRIED && lowest() == points.size() - 1;
  }
}
