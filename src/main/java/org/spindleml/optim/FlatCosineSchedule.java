package org.spindleml.optim;

/**
 * The highest rate for a while, then half a cosine: then.at(0) while step &lt; {@code flat},
 * afterwards then.at(step − flat) (fastai's {@code fit_flat_cos}).
 *
 * @param flat steps at the highest rate, at least 0
 * @param then the fall; it counts its own steps from 0
 */
public record FlatCosineSchedule(long flat, CosineSchedule then) implements Schedule {
  /**
   * Checks the length.
   *
   * @param flat steps at the highest rate
   * @param then the fall
   * @throws IllegalArgumentException if there are fewer than 0 flat steps
   */
  public FlatCosineSchedule {
    if (flat < 0) {
      throw new IllegalArgumentException("a flat part of " + flat + " steps");
    }
  }

  @Override
  public double at(long step) {
    return step < flat ? then.rate() : then.at(step - flat);
  }

  @Override
  public String toString() {
    return "flat over " + flat + " steps, then " + then;
  }
}
