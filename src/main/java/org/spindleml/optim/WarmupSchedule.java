package org.spindleml.optim;

/**
 * A linear rise before another schedule: then.at(0) · (step + 1) / (steps + 1) while step &lt;
 * {@code steps}, afterwards then.at(step − steps). So no step is wasted on rate 0, and step {@code
 * steps} itself, the first one after the rise, continues the line.
 *
 * @param steps steps of the rise, at least 0
 * @param then what follows; it counts its own steps from 0
 */
public record WarmupSchedule(long steps, Schedule then) implements Schedule {
  /**
   * Checks the length.
   *
   * @param steps steps of the rise
   * @param then what follows
   * @throws IllegalArgumentException if the rise has fewer than 0 steps
   */
  public WarmupSchedule {
    if (steps < 0) {
      throw new IllegalArgumentException("a warm-up of " + steps + " steps");
    }
  }

  @Override
  public double at(long step) {
    return step < steps ? then.at(0) * (step + 1) / (steps + 1) : then.at(step - steps);
  }

  @Override
  public String toString() {
    return "warm-up over " + steps + " steps, then " + then;
  }
}
