package org.spindleml.train;

import org.spindleml.optim.RangeTestSchedule;
import org.spindleml.optim.Schedule;
import org.spindleml.table.InputException;

/**
 * The learning rates that a {@link RateFinder} tries, from small to large.
 *
 * @param from the first rate, more than 0
 * @param to the last rate, more than {@code from}
 * @param steps how many rates, at least 20
 */
public record RateRange(double from, double to, int steps) implements RateSettings {
  /** Fewer show no curve. */
  private static final int FEWEST_STEPS = 20;

  /** From 10⁻⁷ to 10 in 200 steps: 25 to each power of ten. */
  public static final RateRange USUAL = new RateRange(1e-7, 10, 200);

  /**
   * Checks the range.
   *
   * @param from the first rate
   * @param to the last rate
   * @param steps how many rates
   * @throws InputException if a rate is not above 0, they do not rise, or they are too few
   */
  public RateRange {
    if (!(from > 0 && from < to && to / from < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "learning rates must rise from a number above 0, found from " + from + " to " + to);
    }
    if (steps < FEWEST_STEPS) {
      throw new InputException(
          "a range of learning rates needs at least " + FEWEST_STEPS + " steps, found " + steps);
    }
  }

  @Override
  public Schedule schedule(long stepsOfRun) {
    return new RangeTestSchedule(from, to, steps);
  }

  @Override
  public Plateau plateau() {
    return Plateau.NONE;
  }

  @Override
  public boolean stretches() {
    return false;
  }
}
